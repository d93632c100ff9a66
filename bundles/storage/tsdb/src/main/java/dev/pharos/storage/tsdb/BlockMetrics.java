package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.Family.counter;
import static dev.pharos.storage.tsdb.Family.gauge;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.compact.BlockFolder;
import dev.pharos.storage.tsdb.compact.CompactionFigures;
import dev.pharos.storage.tsdb.compact.Retention;
import java.io.IOException;

/** What the blocks and their upkeep tell about themselves. */
final class BlockMetrics {

  private final TsdbStorage storage;
  private final CompactionFigures figures;

  BlockMetrics(TsdbStorage storage) {
    this.storage = storage;
    this.figures = storage.compactions();
  }

  void write(MetricWriter out) throws IOException {
    writeBlocks(out, storage.blocks());
    writeRetention(out, storage.upkeep().retention());
    writeCompactions(out);
  }

  private void writeBlocks(MetricWriter out, BlockFolder blocks) throws IOException {
    gauge(out, "prometheus_tsdb_blocks_loaded", "Blocks that are read.", blocks.metas().size());
    gauge(
        out,
        "prometheus_tsdb_storage_blocks_bytes",
        "Bytes of the blocks on disk.",
        blocks.bytes());
    gauge(
        out,
        "prometheus_tsdb_symbol_table_size_bytes",
        "Bytes that the tables of symbols of the blocks take in memory.",
        blocks.symbolBytes());
    gauge(
        out,
        "pharos_tsdb_blocks_set_aside",
        "Blocks that cannot be read and are left out of queries.",
        blocks.setAside().size());
    long lowest =
        blocks.metas().stream()
            .mapToLong(BlockMeta::minMillis)
            .reduce(storage.head().minMillis(), Math::min);
    gauge(
        out,
        "prometheus_tsdb_lowest_timestamp",
        "Timestamp of the earliest sample, in milliseconds.",
        lowest);
    gauge(
        out,
        "prometheus_tsdb_lowest_timestamp_seconds",
        "Timestamp of the earliest sample.",
        Math.floorDiv(lowest, 1000L));
    counter(out, "prometheus_tsdb_reloads_total", "Looks at the folder.", figures.reloads.sum());
    counter(
        out,
        "prometheus_tsdb_reloads_failures_total",
        "Looks at the folder that failed.",
        figures.reloadFailures.sum());
  }

  private void writeRetention(MetricWriter out, Retention retention) throws IOException {
    gauge(
        out,
        "prometheus_tsdb_retention_limit_seconds",
        "How long samples are kept.",
        retention.time().toSeconds());
    gauge(
        out,
        "prometheus_tsdb_retention_limit_bytes",
        "Bytes that blocks, log and head may take; 0 for any number.",
        retention.bytes());
    out.gauge(
        "prometheus_tsdb_retention_limit_percentage",
        "Share of the disk that blocks, log and head may take, in percent; 0 for any.",
        retention.percentage());
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

  private void writeCompactions(MetricWriter out) throws IOException {
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
    gauge(
        out,
        "prometheus_tsdb_compaction_populating_block",
        "1 while a block is being written.",
        figures.writing.get() > 0 ? 1 : 0);
    figures.seconds.write(out);
    figures.chunkBytes.write(out);
    figures.chunkSamples.write(out);
    figures.chunkSpans.write(out);
    figures.cleaningSeconds.write(out);
  }
}
