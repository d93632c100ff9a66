package dev.pharos.storage.tsdb.wal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a log again when the database starts: the latest checkpoint, then the segments behind it.
 * Mends what is damaged on the way.
 *
 * <p>One thread reads, checks, unpacks and decodes; the caller's applies. Between them are a few
 * batches and no more, however long the log is.
 */
public final class LogReplay {

  private static final System.Logger LOG = System.getLogger(LogReplay.class.getName());

  /** Is told which segment is read, of which from where to where there are. */
  @FunctionalInterface
  public interface Progress {
    void reading(int first, int last, int current);
  }

  /**
   * What the log held.
   *
   * @param nextSegment number of the segment to write next
   * @param damages damaged places, those aside that a killed process leaves behind
   */
  public record Result(int nextSegment, int damages) {}

  private final Path dir;

  /** Where damaged segments go; null if nothing may be changed. */
  private final @Nullable Path aside;

  private final Progress progress;
  private final ReplayQueue queue = new ReplayQueue();
  private final RecordDecoder decoder = new RecordDecoder(queue);
  private int damages;
  private int nextSegment;
  private @Nullable Throwable failure;

  private LogReplay(Path dir, @Nullable Path aside, Progress progress) {
    this.dir = dir;
    this.aside = aside;
    this.progress = progress;
  }

  /**
   * The replay of a log that will be written on.
   *
   * @param dir its folder; nothing is told if it is not there
   * @param aside folder for segments that are damaged
   */
  public static LogReplay mending(Path dir, Path aside, Progress progress) {
    return new LogReplay(dir, aside, progress);
  }

  /** The replay of a log that stays as it is, for those that only look. */
  public static LogReplay looking(Path dir) {
    return new LogReplay(dir, null, (first, last, current) -> {});
  }

  /** Tells everything; to be called once. */
  public Result run(ReplayTarget target) throws IOException {
    Thread reading = Thread.ofPlatform().name("tsdb-decode").daemon().start(this::read);
    boolean applied = false;
    try {
      queue.drainTo(target);
      applied = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the replay of the log was stopped");
    } finally {
      if (!applied) {
        reading.interrupt();
      }
      await(reading);
    }
    throwFailure();
    return new Result(nextSegment, damages);
  }

  private static void await(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void throwFailure() throws IOException {
    Throwable thrown = failure;
    if (thrown instanceof IOException e) {
      throw e;
    }
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown != null) {
      throw new IOException("the log in " + dir + " could not be read: " + thrown, thrown);
    }
  }

  // The thread that reads

  private void read() {
    try {
      if (Files.isDirectory(dir)) {
        readAll();
      }
    } catch (CancellationException stopped) {
      LOG.log(Level.DEBUG, "The replay of {0} was stopped", dir);
      return;
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
    queue.end();
  }

  private void readAll() throws IOException {
    if (aside != null) {
      Checkpoints.deleteUnneeded(dir);
    }
    Map.Entry<Integer, Path> checkpoint = Checkpoints.list(dir).lastEntry();
    NavigableMap<Integer, Path> segments = Segments.list(dir);
    if (checkpoint != null) {
      nextSegment = checkpoint.getKey() + 1;
      NavigableMap<Integer, Path> covered = segments.headMap(checkpoint.getKey(), true);
      if (aside != null) {
        for (Path segment : covered.values()) {
          Files.delete(segment);
        }
      }
      covered.clear();
      NavigableMap<Integer, Path> held = Segments.list(checkpoint.getValue());
      if (held.isEmpty() || !Segments.gaps(held, 0).isEmpty()) {
        damages++;
        LOG.log(
            Level.WARNING,
            "{0} lacks segments; what they held is lost, unless a copy is put back before the"
                + " server starts",
            checkpoint.getValue());
      }
      for (Path segment : held.values()) {
        read(segment, false);
      }
    }
    if (!segments.isEmpty()) {
      warnOfGaps(segments, checkpoint == null ? segments.firstKey() : nextSegment);
    }
    for (Map.Entry<Integer, Path> segment : segments.entrySet()) {
      int number = segment.getKey();
      progress.reading(segments.firstKey(), segments.lastKey(), number);
      read(segment.getValue(), number == segments.lastKey());
      nextSegment = number + 1;
    }
    queue.warnOfKinds(dir);
  }

  private void warnOfGaps(NavigableMap<Integer, Path> segments, int first) {
    List<Integer> gaps = Segments.gaps(segments, first);
    if (!gaps.isEmpty()) {
      damages++;
      LOG.log(
          Level.WARNING,
          "Segments {0} of the log in {1} are missing; what they held is lost",
          gaps,
          dir);
    }
  }

  private void read(Path segment, boolean last) throws IOException {
    List<Damage> found = new ArrayList<>();
    long end = 0;
    try (SegmentReader reader = new SegmentReader(segment, 0, Long.MAX_VALUE, found::add)) {
      while (reader.next()) {
        decode(segment, reader, found);
        end = reader.end();
      }
    }
    if (found.isEmpty()) {
      return;
    }
    boolean torn = last && found.size() == 1 && found.getFirst().torn();
    damages += torn ? 0 : 1;
    if (aside == null) {
      found.forEach(damage -> warn(damage, torn));
    } else if (torn) {
      Repair.cutTail(segment, end);
    } else {
      Repair.rewrite(segment, found, aside);
    }
  }

  private static void warn(Damage damage, boolean torn) {
    if (!torn) {
      LOG.log(Level.WARNING, "{0}; what stood there is left out", damage);
    }
  }

  private void decode(Path segment, SegmentReader reader, List<Damage> found) {
    try {
      decoder.decode(reader.record(), reader.length());
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
