package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.Family.counter;
import static dev.pharos.storage.tsdb.Family.gauge;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import dev.pharos.storage.tsdb.wal.LogFigures;
import java.io.IOException;
import java.util.Locale;

/** What the logs tell about themselves, and what stands in files beside them. */
final class LogMetrics {

  private static final String OF_LOG = "prometheus_tsdb_wal_";
  private static final String OF_LATE_LOG = "prometheus_tsdb_out_of_order_wbl_";

  private final TsdbSettings settings;
  private final TsdbFigures figures;

  LogMetrics(TsdbSettings settings, TsdbFigures figures) {
    this.settings = settings;
    this.figures = figures;
  }

  void write(MetricWriter out) throws IOException {
    writeLog(out, OF_LOG, figures.log);
    gauge(
        out,
        OF_LOG + "storage_size_bytes",
        "Bytes of the log on disk.",
        LoggedHead.bytes(settings.wal()));
    writeSavings(out);
    if (figures.lateLog.segment() >= 0) {
      writeLog(out, OF_LATE_LOG, figures.lateLog);
      gauge(
          out,
          OF_LATE_LOG + "storage_size_bytes",
          "Bytes of the log of late samples on disk.",
          LoggedHead.bytes(settings.wbl()));
    }
    writeDamages(out);
    writeCheckpoints(out);
    gauge(
        out,
        "prometheus_tsdb_head_chunks_storage_size_bytes",
        "Bytes of the full chunks on disk.",
        LoggedHead.bytes(settings.headChunks()));
  }

  private static void writeLog(MetricWriter out, String prefix, LogFigures log) throws IOException {
    gauge(out, prefix + "segment_current", "Number of the segment being written.", log.segment());
    counter(out, prefix + "completed_pages_total", "Pages that were filled.", log.fullPages.sum());
    counter(
        out,
        prefix + "page_flushes_total",
        "Times that bytes were handed to the operating system.",
        log.flushes.sum());
    counter(out, prefix + "writes_failed_total", "Writes that failed.", log.failures.sum());
    counter(
        out,
        prefix + "record_part_writes_total",
        "Records and parts of records that were written.",
        log.parts.sum());
    counter(
        out,
        prefix + "record_parts_bytes_written_total",
        "Bytes of records that were written, with their headers.",
        log.partBytes.sum());
    counter(
        out,
        prefix + "truncations_total",
        "Times that segments of old were to be deleted.",
        log.truncations.sum());
    counter(
        out,
        prefix + "truncations_failed_total",
        "Times that segments of old could not be deleted.",
        log.truncationFailures.sum());
    writeSyncs(out, prefix, log);
  }

  private static void writeSyncs(MetricWriter out, String prefix, LogFigures log)
      throws IOException {
    out.family(
        prefix + "fsync_duration_seconds",
        MetricType.SUMMARY,
        "Time to force a segment to the disk; its quantiles are those of the last ten minutes.");
    for (double share : new double[] {0.5, 0.9, 0.99}) {
      out.sample(Labels.of("quantile", Double.toString(share)), log.syncs.quantileSeconds(share));
    }
    out.sample("_sum", Labels.EMPTY, log.syncs.sumSeconds());
    out.sample("_count", Labels.EMPTY, (double) log.syncs.count());
  }

  private void writeSavings(MetricWriter out) throws IOException {
    out.family(
        OF_LOG + "record_bytes_saved_total",
        MetricType.COUNTER,
        "Bytes that were not written, as records are compressed.");
    out.sample(
        Labels.of("compression", settings.log().compression().name().toLowerCase(Locale.ROOT)),
        (double) figures.log.savedBytes.sum());
  }

  private void writeDamages(MetricWriter out) throws IOException {
    counter(
        out,
        OF_LOG + "corruptions_total",
        "Segments that were damaged.",
        figures.corruptions.sum());
    counter(
        out,
        "prometheus_tsdb_mmap_chunk_corruptions_total",
        "Files of full chunks that were damaged.",
        figures.chunkCorruptions.sum());
    gauge(
        out,
        "prometheus_tsdb_clean_start",
        "1 if the folder was given free by whoever had it before, 0 if not, -1 if it is not locked.",
        figures.start.code);
    out.gauge(
        "prometheus_tsdb_data_replay_duration_seconds",
        "How long the log was replayed at the start.",
        figures.replayNanos / 1e9);
  }

  private void writeCheckpoints(MetricWriter out) throws IOException {
    counter(
        out,
        "prometheus_tsdb_checkpoint_creations_total",
        "Checkpoints that were attempted.",
        figures.checkpoints.creations.sum());
    counter(
        out,
        "prometheus_tsdb_checkpoint_creations_failed_total",
        "Checkpoints that failed.",
        figures.checkpoints.creationFailures.sum());
    counter(
        out,
        "prometheus_tsdb_checkpoint_deletions_total",
        "Times that checkpoints of before were to be deleted.",
        figures.checkpoints.deletions.sum());
    counter(
        out,
        "prometheus_tsdb_checkpoint_deletions_failed_total",
        "Times that checkpoints of before could not be deleted.",
        figures.checkpoints.deletionFailures.sum());
    figures.checkpoints.seconds.write(out);
    counter(
        out,
        "prometheus_tsdb_head_truncations_failed_total",
        "Times that old samples could not be forgotten.",
        figures.truncationFailures.sum());
  }
}
