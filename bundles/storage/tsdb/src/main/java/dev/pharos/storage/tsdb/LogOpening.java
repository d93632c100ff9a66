package dev.pharos.storage.tsdb;

import dev.pharos.storage.tsdb.head.HeadReplay;
import dev.pharos.storage.tsdb.wal.Checkpoints;
import dev.pharos.storage.tsdb.wal.Damage;
import dev.pharos.storage.tsdb.wal.DamagedRecordException;
import dev.pharos.storage.tsdb.wal.RecordDecoder;
import dev.pharos.storage.tsdb.wal.Repair;
import dev.pharos.storage.tsdb.wal.SegmentReader;
import dev.pharos.storage.tsdb.wal.Segments;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Replays the log of a data folder when the database starts: the latest checkpoint, then the
 * segments behind it. Mends what is damaged on the way.
 */
final class LogOpening {

  private static final System.Logger LOG = System.getLogger(LogOpening.class.getName());

  /** What the log held. */
  record Result(int nextSegment, NavigableMap<Integer, Long> latestMillis, int damages) {}

  private final TsdbSettings settings;
  private final TsdbStatus status;
  private final HeadReplay replay;
  private final NavigableMap<Integer, Long> latestMillis = new TreeMap<>();
  private int damages;

  LogOpening(TsdbSettings settings, TsdbStatus status, HeadReplay replay) {
    this.settings = settings;
    this.status = status;
    this.replay = replay;
  }

  Result run() throws IOException {
    Checkpoints.deleteUnneeded(settings.wal());
    Map.Entry<Integer, Path> checkpoint = Checkpoints.list(settings.wal()).lastEntry();
    NavigableMap<Integer, Path> segments = Segments.list(settings.wal());
    if (checkpoint != null) {
      NavigableMap<Integer, Path> covered = segments.headMap(checkpoint.getKey(), true);
      for (Path segment : covered.values()) {
        Files.delete(segment);
      }
      covered.clear();
      for (Path segment : Segments.list(checkpoint.getValue()).values()) {
        replay(segment, false);
      }
      replay.takeLatestMillis();
    }
    warnOfGaps(segments);
    for (Map.Entry<Integer, Path> segment : segments.entrySet()) {
      status.replaying(segments.firstKey(), segments.lastKey(), segment.getKey());
      replay(segment.getValue(), segment.getKey().equals(segments.lastKey()));
      latestMillis.put(segment.getKey(), replay.takeLatestMillis());
    }
    if (replay.unknown() > 0) {
      LOG.log(
          Level.WARNING,
          "The log holds {0} entries of series it does not tell of; they are left out",
          replay.unknown());
    }
    int afterCheckpoint = checkpoint == null ? 0 : checkpoint.getKey() + 1;
    int next = segments.isEmpty() ? afterCheckpoint : segments.lastKey() + 1;
    return new Result(next, latestMillis, damages);
  }

  private void warnOfGaps(NavigableMap<Integer, Path> segments) {
    List<Integer> gaps = Segments.gaps(segments);
    if (!gaps.isEmpty()) {
      damages++;
      LOG.log(
          Level.WARNING,
          "Segments {0} of the log in {1} are missing; what they held is lost",
          gaps,
          settings.wal());
    }
  }

  private void replay(Path segment, boolean last) throws IOException {
    List<Damage> found = new ArrayList<>();
    long end = 0;
    try (SegmentReader reader = new SegmentReader(segment, 0, Long.MAX_VALUE, found::add)) {
      while (reader.next()) {
        decode(segment, reader, found);
        end = reader.end();
        if (Thread.interrupted()) {
          throw new InterruptedIOException("the replay of the log was stopped");
        }
      }
    }
    if (found.isEmpty()) {
      return;
    }
    if (last && found.size() == 1 && found.getFirst().torn()) {
      Repair.cutTail(segment, end);
    } else {
      damages++;
      Repair.rewrite(segment, found, settings.damaged());
    }
  }

  private void decode(Path segment, SegmentReader reader, List<Damage> found) {
    try {
      RecordDecoder.decode(reader.record(), reader.length(), replay);
    } catch (DamagedRecordException e) {
      found.add(
          new Damage(
              segment,
              reader.end(),
              String.valueOf(e.getMessage()),
              "a whole record before",
              false));
    }
  }
}
