package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.Family.counter;
import static dev.pharos.storage.tsdb.Family.gauge;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import dev.pharos.storage.tsdb.head.Census;
import dev.pharos.storage.tsdb.head.ExemplarRing;
import dev.pharos.storage.tsdb.head.Head;
import dev.pharos.storage.tsdb.head.HeadFigures;
import java.io.IOException;
import java.util.Map;

/** What the head tells about itself. */
final class HeadMetrics {

  private final Head head;
  private final HeadFigures figures;

  HeadMetrics(Head head) {
    this.head = head;
    this.figures = head.figures();
  }

  void write(MetricWriter out) throws IOException {
    writeSeries(out);
    writeChunks(out);
    writeSamples(out);
    writeTimes(out);
    writeRefused(out);
    writeLate(out);
    writeExemplars(out);
  }

  private void writeSeries(MetricWriter out) throws IOException {
    gauge(out, "prometheus_tsdb_head_series", "Series in memory.", head.seriesCount());
    Census census = head.census();
    gauge(
        out,
        "prometheus_tsdb_head_stale_series",
        "Series in memory that have ended.",
        census.stale());
    gauge(
        out,
        "prometheus_tsdb_head_native_histogram_series",
        "Series in memory whose latest sample is a native histogram.",
        census.histogramSeries());
    gauge(
        out,
        "prometheus_tsdb_head_native_histogram_buckets",
        "Buckets of the latest native histogram of each series.",
        census.histogramBuckets());
    writeLimit(out);
    counter(
        out,
        "prometheus_tsdb_head_series_created_total",
        "Series that were made in memory.",
        figures.seriesCreated.sum());
    counter(
        out,
        "prometheus_tsdb_head_series_removed_total",
        "Series that were forgotten.",
        figures.seriesRemoved.sum());
    counter(
        out,
        "prometheus_tsdb_head_series_not_found_total",
        "Samples for a reference that is not known.",
        figures.seriesNotFound.sum());
  }

  private void writeLimit(MetricWriter out) throws IOException {
    if (head.seriesLimit() < Long.MAX_VALUE) {
      gauge(
          out,
          "pharos_tsdb_head_series_limit",
          "Series that there may be in memory.",
          head.seriesLimit());
    }
    out.family(
        "pharos_tsdb_head_series_refused_total",
        MetricType.COUNTER,
        "New series that found no room in memory.");
    for (Map.Entry<String, Long> refused : head.refusedByJob().entrySet()) {
      out.sample(Labels.of("job", refused.getKey()), (double) refused.getValue());
    }
  }

  private void writeChunks(MetricWriter out) throws IOException {
    gauge(out, "prometheus_tsdb_head_chunks", "Chunks in memory.", head.chunkCount());
    counter(
        out,
        "prometheus_tsdb_head_chunks_created_total",
        "Chunks that were begun.",
        figures.chunksCreated.sum());
    counter(
        out,
        "prometheus_tsdb_head_chunks_removed_total",
        "Chunks that were forgotten.",
        figures.chunksRemoved.sum());
    counter(
        out,
        "prometheus_tsdb_mmap_chunks_total",
        "Full chunks that were written to files.",
        figures.chunksMapped.sum());
    counter(
        out,
        "prometheus_tsdb_head_truncations_total",
        "Times that old samples were forgotten.",
        figures.truncations.sum());
    figures.truncating.write(out);
  }

  private void writeSamples(MetricWriter out) throws IOException {
    out.family(
        "prometheus_tsdb_head_samples_appended_total",
        MetricType.COUNTER,
        "Samples that were written.");
    out.sample(Labels.of("type", "float"), (double) figures.valuesAppended.sum());
    out.sample(Labels.of("type", "histogram"), (double) figures.histogramsAppended.sum());
    gauge(
        out,
        "prometheus_tsdb_head_active_appenders",
        "Batches that are open.",
        figures.openBatches.get());
  }

  private void writeTimes(MetricWriter out) throws IOException {
    gauge(
        out,
        "prometheus_tsdb_head_min_time",
        "Timestamp of the earliest sample in memory, in milliseconds.",
        head.minMillis());
    gauge(
        out,
        "prometheus_tsdb_head_max_time",
        "Timestamp of the latest sample, in milliseconds.",
        head.maxMillis());
    gauge(
        out,
        "prometheus_tsdb_head_min_time_seconds",
        "Timestamp of the earliest sample in memory.",
        Math.floorDiv(head.minMillis(), 1000L));
    gauge(
        out,
        "prometheus_tsdb_head_max_time_seconds",
        "Timestamp of the latest sample.",
        Math.floorDiv(head.maxMillis(), 1000L));
  }

  private void writeRefused(MetricWriter out) throws IOException {
    out.family(
        "prometheus_tsdb_out_of_order_samples_total",
        MetricType.COUNTER,
        "Samples refused for being older than the latest of their series.");
    out.sample(Labels.of("type", "float"), (double) figures.outOfOrder.sum());
    out.sample(Labels.of("type", "histogram"), (double) figures.histogramsOutOfOrder.sum());
    out.family(
        "prometheus_tsdb_out_of_bound_samples_total",
        MetricType.COUNTER,
        "Samples refused for being older than anything that may still be written.");
    out.sample(Labels.of("type", "float"), (double) figures.outOfBounds.sum());
    out.family(
        "prometheus_tsdb_too_old_samples_total",
        MetricType.COUNTER,
        "Samples refused for being older than the window for late ones.");
    out.sample(Labels.of("type", "float"), (double) figures.tooOld.sum());
  }

  private void writeLate(MetricWriter out) throws IOException {
    out.family(
        "prometheus_tsdb_head_out_of_order_samples_appended_total",
        MetricType.COUNTER,
        "Samples that were written although their series has a later one.");
    out.sample(Labels.of("type", "float"), (double) figures.lateValuesAppended.sum());
    out.sample(Labels.of("type", "histogram"), (double) figures.lateHistogramsAppended.sum());
    figures.lateBy.write(out);
  }

  private void writeExemplars(MetricWriter out) throws IOException {
    ExemplarRing exemplars = head.exemplars();
    counter(
        out,
        "prometheus_tsdb_exemplar_exemplars_appended_total",
        "Exemplars that were written.",
        figures.exemplarsAppended.sum());
    counter(
        out,
        "prometheus_tsdb_exemplar_out_of_order_exemplars_total",
        "Exemplars refused for being older than the latest of their series.",
        figures.exemplarsOutOfOrder.sum());
    gauge(
        out,
        "prometheus_tsdb_exemplar_exemplars_in_storage",
        "Exemplars in memory.",
        exemplars.size());
    gauge(
        out,
        "prometheus_tsdb_exemplar_series_with_exemplars_in_storage",
        "Series that have exemplars in memory.",
        exemplars.series());
    gauge(
        out,
        "prometheus_tsdb_exemplar_max_exemplars",
        "Exemplars held at most.",
        exemplars.capacity());
    out.gauge(
        "prometheus_tsdb_exemplar_last_exemplars_timestamp_seconds",
        "Timestamp of the oldest exemplar in memory.",
        exemplars.oldestMillis() / 1000.0);
  }
}
