package dev.pharos.storage.tsdb.tool;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.api.StorageTool.Finding;
import dev.pharos.storage.tsdb.wal.Damage;
import dev.pharos.storage.tsdb.wal.DamagedRecordException;
import dev.pharos.storage.tsdb.wal.RecordDecoder;
import dev.pharos.storage.tsdb.wal.RecordVisitor;
import dev.pharos.storage.tsdb.wal.SegmentReader;
import dev.pharos.storage.tsdb.wal.Segments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Consumer;

/** Verifies a log: every page, every record, and that each record speaks of series it told of. */
final class LogCheck implements RecordVisitor {

  private static final String START_ONCE =
      "Start the server on the folder once: it keeps every record that can be read and puts the"
          + " damaged file aside; only what stood there is lost";

  private final Path log;
  private final Consumer<Finding> findings;
  private final Consumer<String> progress;
  private final RecordDecoder decoder = new RecordDecoder(this);
  private final Map<Long, Labels> series = new HashMap<>();
  private long unknown;
  private String renamed = "";

  LogCheck(Path log, Consumer<Finding> findings, Consumer<String> progress) {
    this.log = log;
    this.findings = findings;
    this.progress = progress;
  }

  /** Takes the series over that another log has told of. */
  void knows(LogCheck other) {
    series.putAll(other.series);
  }

  /**
   * Reads the log from its first segment to its last.
   *
   * @param covered segments up to this one are replaced by a checkpoint
   * @param growing whether the last segment may end in the middle of a record, as it does after a
   *     kill
   */
  void run(int covered, boolean growing) throws IOException {
    NavigableMap<Integer, Path> segments = Segments.list(log);
    if (!growing && (segments.isEmpty() || segments.firstKey() > 0)) {
      findings.accept(
          new Finding(
              log.resolve("00000000"),
              "",
              "the first segment of the checkpoint is missing",
              "Put the checkpoint back if there is a copy; what it held is lost otherwise, and the"
                  + " server reads the rest"));
    }
    for (int gap : Segments.gaps(segments)) {
      findings.accept(
          new Finding(
              log.resolve(String.format(java.util.Locale.ROOT, "%08d", gap)),
              "",
              "this segment is missing between others",
              "Put it back if there is a copy; what it held is lost otherwise, and the server reads"
                  + " the rest"));
    }
    if (covered >= 0 && !segments.isEmpty() && segments.firstKey() > covered + 1) {
      findings.accept(
          new Finding(
              log,
              "",
              "the first segment is "
                  + segments.firstKey()
                  + ", but the checkpoint ends with "
                  + covered,
              "Put the segments between back if there are copies; what they held is lost otherwise,"
                  + " and the server reads the rest"));
    }
    for (Map.Entry<Integer, Path> segment : segments.tailMap(covered, false).entrySet()) {
      boolean last = growing && segment.getKey().equals(segments.lastKey());
      check(segment.getValue(), last);
    }
  }

  private void check(Path segment, boolean last) throws IOException {
    progress.accept(segment.toString());
    List<Damage> damages = new ArrayList<>();
    try (SegmentReader reader = new SegmentReader(segment, 0, Long.MAX_VALUE, damages::add)) {
      while (reader.next()) {
        check(segment, reader);
      }
    }
    for (Damage damage : damages) {
      if (!(last && damage.torn())) {
        findings.accept(
            new Finding(
                segment,
                "byte " + damage.offset(),
                "found " + damage.found() + ", expected " + damage.expected(),
                START_ONCE));
      }
    }
  }

  private void check(Path segment, SegmentReader reader) {
    unknown = 0;
    renamed = "";
    String place = "the record before byte " + reader.end();
    try {
      decoder.decode(reader.record(), reader.length());
    } catch (DamagedRecordException e) {
      findings.accept(new Finding(segment, place, String.valueOf(e.getMessage()), START_ONCE));
    }
    if (!renamed.isEmpty()) {
      findings.accept(
          new Finding(
              segment,
              place,
              renamed,
              "Start the server on the folder once: it leaves out what could be of either series"));
    }
    if (unknown > 0) {
      findings.accept(
          new Finding(
              segment,
              place,
              unknown + " entries of series that the log has not told of before",
              "They cannot be read; a segment or checkpoint before this one is missing or damaged"));
    }
  }

  private void need(long reference) {
    if (!series.containsKey(reference)) {
      unknown++;
    }
  }

  @Override
  public void series(long reference, Labels labels) {
    Labels before = series.put(reference, labels);
    if (before != null && !before.equals(labels)) {
      renamed = "series " + reference + " is " + labels + " here and was " + before + " before";
    }
  }

  @Override
  public void sample(long reference, long startMillis, long timestampMillis, double value) {
    need(reference);
  }

  @Override
  public void histogram(
      long reference, long startMillis, long timestampMillis, NativeHistogram histogram) {
    need(reference);
  }

  @Override
  public void tombstone(long reference, long firstMillis, long lastMillis) {
    need(reference);
  }

  @Override
  public void exemplar(long reference, Exemplar exemplar) {
    need(reference);
  }

  @Override
  public void metadata(long reference, Metadata metadata) {
    need(reference);
  }
}
