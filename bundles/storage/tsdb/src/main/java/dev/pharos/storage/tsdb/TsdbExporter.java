package dev.pharos.storage.tsdb;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.compact.BlockFolder;
import dev.pharos.storage.tsdb.compact.CompactionFigures;
import dev.pharos.storage.tsdb.head.Head;
import dev.pharos.storage.tsdb.head.HeadFigures;
import dev.pharos.storage.tsdb.wal.WriteLog;
import java.io.IOException;
import java.util.List;
import java.util.Map;

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
    collectBlocks(out);
    collectCompactions(out);
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
        lowest(head));
    gauge(
        out,
        "prometheus_tsdb_lowest_timestamp_seconds",
        "Timestamp of the earliest sample.",
        Math.floorDiv(lowest(head), 1000L));
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

  private long lowest(Head head) {
    return storage.blocks().metas().stream()
        .mapToLong(BlockMeta::minMillis)
        .reduce(head.minMillis(), Math::min);
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
        LoggedHead.bytes(storage.settings().headChunks()));
    gauge(
        out,
        "prometheus_tsdb_wal_storage_size_bytes",
        "Bytes of the log on disk.",
        LoggedHead.bytes(storage.settings().wal()));
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
        storage.upkeep().retention().time().toSeconds());
    gauge(
        out,
        "prometheus_tsdb_retention_limit_bytes",
        "Bytes that blocks, log and head may take; 0 for any number.",
        storage.upkeep().retention().bytes());
  }

  private void collectBlocks(MetricWriter out) throws IOException {
    BlockFolder blocks = storage.blocks();
    gauge(out, "prometheus_tsdb_blocks_loaded", "Blocks that are read.", blocks.metas().size());
    gauge(
        out,
        "prometheus_tsdb_storage_blocks_bytes",
        "Bytes of the blocks on disk.",
        blocks.bytes());
    gauge(
        out,
        "pharos_tsdb_blocks_set_aside",
        "Blocks that cannot be read and are left out of queries.",
        blocks.setAside().size());
    CompactionFigures figures = storage.compactions();
    counter(out, "prometheus_tsdb_reloads_total", "Looks at the folder.", figures.reloads.sum());
    counter(
        out,
        "prometheus_tsdb_reloads_failures_total",
        "Looks at the folder that failed.",
        figures.reloadFailures.sum());
    counter(
        out,
        "prometheus_tsdb_time_retentions_total",
        "Blocks deleted for their age.",
        figures.timeRetentions.sum());
    counter(
        out,
        "prometheus_tsdb_size_retentions_total",
        "Blocks deleted for want of room.",
        figures.sizeRetentions.sum());
  }

  private void collectCompactions(MetricWriter out) throws IOException {
    CompactionFigures figures = storage.compactions();
    counter(
        out,
        "prometheus_tsdb_compactions_triggered_total",
        "Rounds of compaction.",
        figures.triggered.sum());
    counter(
        out,
        "prometheus_tsdb_compactions_skipped_total",
        "Rounds that left compaction out, as it had just failed.",
        figures.skipped.sum());
    counter(
        out,
        "prometheus_tsdb_compactions_total",
        "Blocks written, from the head or from other blocks.",
        figures.compactions.sum());
    counter(
        out,
        "prometheus_tsdb_compactions_failed_total",
        "Blocks that could not be written.",
        figures.failed.sum());
    counter(
        out,
        "prometheus_tsdb_vertical_compactions_total",
        "Compactions of blocks that overlapped.",
        figures.overlapping.sum());
    out.counter(
        "pharos_tsdb_compaction_seconds_total",
        "Time spent in compactions.",
        figures.nanos.sum() / 1e9);
    out.counter(
        "pharos_tsdb_tombstone_cleanup_seconds_total",
        "Time spent in freeing what was deleted.",
        figures.cleanupNanos.sum() / 1e9);
  }
}
