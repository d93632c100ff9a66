package dev.pharos.storage.tsdb;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import dev.pharos.storage.tsdb.head.Head;
import dev.pharos.storage.tsdb.head.HeadFigures;
import dev.pharos.storage.tsdb.wal.WriteLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Tells about the database under the names of the original. */
final class TsdbExporter implements Exporter {

  private final TsdbStorage storage;

  TsdbExporter(TsdbStorage storage) {
    this.storage = storage;
  }

  @Override
  public List<Collector> collectors(ExporterRequest request) {
    return List.of(Collector.of("tsdb", this::collect));
  }

  private void collect(MetricWriter out) throws IOException {
    collectHead(out, storage.head());
    collectRefused(out, storage.head().figures());
    collectLog(out, storage.log());
    collectUpkeep(out);
  }

  private static void gauge(MetricWriter out, String name, String help, long value)
      throws IOException {
    out.gauge(name, help, (double) value);
  }

  private static void counter(MetricWriter out, String name, String help, long value)
      throws IOException {
    out.counter(name, help, (double) value);
  }

  private void collectHead(MetricWriter out, Head head) throws IOException {
    HeadFigures figures = head.figures();
    gauge(out, "prometheus_tsdb_head_series", "Series in memory.", head.seriesCount());
    gauge(out, "prometheus_tsdb_head_chunks", "Chunks in memory.", head.chunkCount());
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
    counter(
        out,
        "prometheus_tsdb_head_truncations_total",
        "Times that old samples were forgotten.",
        figures.truncations.sum());
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
    gauge(
        out,
        "prometheus_tsdb_lowest_timestamp",
        "Timestamp of the earliest sample, in milliseconds.",
        head.minMillis());
    gauge(
        out,
        "prometheus_tsdb_lowest_timestamp_seconds",
        "Timestamp of the earliest sample.",
        Math.floorDiv(head.minMillis(), 1000L));
    counter(
        out,
        "prometheus_tsdb_exemplar_exemplars_appended_total",
        "Exemplars that were written.",
        figures.exemplarsAppended.sum());
    gauge(
        out,
        "prometheus_tsdb_exemplar_exemplars_in_storage",
        "Exemplars in memory.",
        head.exemplarCount());
  }

  private static void collectRefused(MetricWriter out, HeadFigures figures) throws IOException {
    out.family(
        "prometheus_tsdb_out_of_order_samples_total",
        MetricType.COUNTER,
        "Samples refused for being older than the latest of their series.");
    out.sample(Labels.of("type", "float"), (double) figures.outOfOrder.sum());
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
    out.family(
        "prometheus_tsdb_head_out_of_order_samples_appended_total",
        MetricType.COUNTER,
        "Samples that were written although their series has a later one.");
    out.sample(Labels.of("type", "float"), (double) figures.lateValuesAppended.sum());
    out.sample(Labels.of("type", "histogram"), (double) figures.lateHistogramsAppended.sum());
  }

  private void collectLog(MetricWriter out, WriteLog log) throws IOException {
    gauge(
        out,
        "prometheus_tsdb_wal_segment_current",
        "Number of the segment being written.",
        log.end().segment());
    counter(
        out,
        "prometheus_tsdb_wal_completed_pages_total",
        "Pages that were filled.",
        log.fullPages());
    counter(out, "prometheus_tsdb_wal_writes_failed_total", "Writes that failed.", log.failures());
    counter(
        out,
        "prometheus_tsdb_wal_corruptions_total",
        "Segments that were damaged.",
        storage.figures().corruptions.sum());
    counter(
        out,
        "prometheus_tsdb_mmap_chunk_corruptions_total",
        "Files of full chunks that were damaged.",
        storage.figures().chunkCorruptions.sum());
    gauge(
        out,
        "prometheus_tsdb_head_chunks_storage_size_bytes",
        "Bytes of the full chunks on disk.",
        size(storage.settings().headChunks()));
    gauge(
        out,
        "prometheus_tsdb_wal_storage_size_bytes",
        "Bytes of the log on disk.",
        size(storage.settings().wal()));
  }

  private static long size(Path dir) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.toList()) {
        bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
    }
    return bytes;
  }

  private void collectUpkeep(MetricWriter out) throws IOException {
    TsdbFigures figures = storage.figures();
    out.gauge(
        "prometheus_tsdb_data_replay_duration_seconds",
        "How long the log was replayed at the start.",
        figures.replayNanos / 1e9);
    counter(
        out,
        "prometheus_tsdb_checkpoint_creations_total",
        "Checkpoints that were attempted.",
        figures.checkpoints.sum() + figures.checkpointFailures.sum());
    counter(
        out,
        "prometheus_tsdb_checkpoint_creations_failed_total",
        "Checkpoints that failed.",
        figures.checkpointFailures.sum());
    counter(
        out,
        "prometheus_tsdb_head_truncations_failed_total",
        "Times that old samples could not be forgotten.",
        figures.truncationFailures.sum());
    gauge(
        out,
        "prometheus_tsdb_retention_limit_seconds",
        "How long samples are kept.",
        storage.settings().retention().toSeconds());
    gauge(out, "prometheus_tsdb_blocks_loaded", "Blocks that are read.", 0);
  }
}
