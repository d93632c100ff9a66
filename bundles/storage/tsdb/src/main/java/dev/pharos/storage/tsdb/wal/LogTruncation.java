package dev.pharos.storage.tsdb.wal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongPredicate;

/**
 * Gives back the old end of a log: of the segments that are full, the first two thirds are replaced
 * by a checkpoint, which holds what still counts of them.
 *
 * <p>Killed at any moment, the next start finds either the segments or the finished checkpoint; see
 * {@link Checkpoints}. One thread at a time may truncate; it does not hinder the one that writes
 * the log.
 */
public final class LogTruncation {

  private static final System.Logger LOG = System.getLogger(LogTruncation.class.getName());

  private final Path dir;
  private final Path aside;
  private final LogCompression compression;
  private final LogFigures figures;
  private final CheckpointFigures checkpoints;
  private final List<Forgotten> forgotten = new CopyOnWriteArrayList<>();

  /** Series that the head let go of while a segment was written; sorted. */
  private static final class Forgotten {
    final int segment;
    final long[] references;

    Forgotten(int segment, long[] references) {
      this.segment = segment;
      this.references = references;
    }
  }

  /**
   * The truncation of a log.
   *
   * @param dir its folder
   * @param aside folder of segments that were damaged; they go with those that replaced them
   * @param figures of the log
   */
  public LogTruncation(
      Path dir,
      Path aside,
      LogCompression compression,
      LogFigures figures,
      CheckpointFigures checkpoints) {
    this.figures = figures;
    this.checkpoints = checkpoints;
    this.dir = dir;
    this.aside = aside;
    this.compression = compression;
  }

  /**
   * Notes that the head let go of series. Segments up to the present one may name them, so a
   * checkpoint keeps their records until it covers that one.
   *
   * @param segment the segment that was written at that moment
   */
  public void forget(int segment, long... references) {
    if (references.length > 0) {
      long[] sorted = references.clone();
      Arrays.sort(sorted);
      forgotten.add(new Forgotten(segment, sorted));
    }
  }

  /**
   * Replaces segments by a checkpoint, if there are enough.
   *
   * @param current the segment that is being written
   * @param held the first segment that somebody wants to read; {@link Integer#MAX_VALUE} for none
   * @param needs what the head needs
   * @throws IOException if it could not be written or a segment could not be deleted; nothing that
   *     counts is lost then
   */
  public void run(int current, int held, Needs needs) throws IOException {
    NavigableMap<Integer, Path> segments = Segments.list(dir);
    segments.tailMap(Math.min(current, held), true).clear();
    if (segments.isEmpty()) {
      return;
    }
    int first = segments.firstKey();
    int last = first + (segments.lastKey() - first) * 2 / 3;
    if (last <= first) {
      return;
    }
    long begun = System.nanoTime();
    Collection<Path> covered = segments.headMap(last, true).values();
    count(
        checkpoints.creations,
        checkpoints.creationFailures,
        () -> checkpoint(covered, last, needs));
    count(figures.truncations, figures.truncationFailures, () -> delete(covered));
    count(
        checkpoints.deletions, checkpoints.deletionFailures, () -> Checkpoints.deleteUnneeded(dir));
    deleteDamaged(last);
    checkpoints.seconds.observe((System.nanoTime() - begun) / 1e9);
    forgotten.removeIf(some -> some.segment <= last);
    LOG.log(
        Level.INFO,
        "Wrote a checkpoint and deleted {0} segments of the log, up to {1}",
        covered.size(),
        last);
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private static void count(LongAdder attempts, LongAdder failures, Step step) throws IOException {
    attempts.increment();
    try {
      step.run();
    } catch (IOException e) {
      failures.increment();
      throw e;
    }
  }

  private static void delete(Collection<Path> segments) throws IOException {
    for (Path segment : segments) {
      Files.deleteIfExists(segment);
    }
  }

  private void checkpoint(Collection<Path> covered, int last, Needs needs) throws IOException {
    List<Path> sources = new ArrayList<>();
    Map.Entry<Integer, Path> before = Checkpoints.list(dir).lastEntry();
    if (before != null) {
      sources.addAll(Segments.list(before.getValue()).values());
    }
    sources.addAll(covered);
    LongPredicate kept =
        reference -> needs.series().test(reference) || isNamedAfter(last, reference);
    Needs wanted = new Needs(kept, needs.samplesFrom(), needs.tombstonesFrom());
    Checkpoints.write(dir, sources, last, wanted, compression);
  }

  private boolean isNamedAfter(int segment, long reference) {
    for (Forgotten some : forgotten) {
      if (some.segment > segment && Arrays.binarySearch(some.references, reference) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** What was put aside of segments that a checkpoint covers is of no use to anybody any more. */
  private void deleteDamaged(int last) throws IOException {
    if (!Files.isDirectory(aside)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(aside, "*.*")) {
      for (Path file : files) {
        String number = file.getFileName().toString().split("\\.", 2)[0];
        if (Segments.isNumber(number) && Integer.parseInt(number) <= last) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
