package dev.pharos.storage.tsdb.wal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * What is still needed of segments that were deleted: a folder {@code checkpoint.00000007} holds
 * what counts of all segments up to 7, as a log of its own.
 *
 * <p>A checkpoint is written under another name and renamed when it is whole and on the disk.
 */
public final class Checkpoints {

  private static final String PREFIX = "checkpoint.";
  private static final String DRAFT = ".tmp";

  private Checkpoints() {}

  /** The finished checkpoints in a log's folder by the last segment they stand for. */
  public static NavigableMap<Integer, Path> list(Path wal) throws IOException {
    NavigableMap<Integer, Path> checkpoints = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(wal, PREFIX + "*")) {
      for (Path file : files) {
        String number = file.getFileName().toString().substring(PREFIX.length());
        if (Segments.isNumber(number) && Files.isDirectory(file)) {
          checkpoints.put(Integer.parseInt(number), file);
        }
      }
    }
    return checkpoints;
  }

  /** Deletes checkpoints that a later one replaces, and drafts that were never finished. */
  public static void deleteUnneeded(Path wal) throws IOException {
    NavigableMap<Integer, Path> checkpoints = list(wal);
    if (!checkpoints.isEmpty()) {
      checkpoints.pollLastEntry();
    }
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(wal, PREFIX + "*" + DRAFT)) {
      for (Path draft : drafts) {
        deleteTree(draft);
      }
    }
    for (Path checkpoint : checkpoints.values()) {
      deleteTree(checkpoint);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * Writes a checkpoint of logs.
   *
   * @param sources the segments to read, those of the checkpoint before among them, in order
   * @param lastSegment the last segment it stands for
   * @param needed whether a series, by reference, is still needed
   * @param oldestMillis samples before this are left out
   * @throws IOException if a source is damaged or the checkpoint cannot be written; nothing has
   *     changed then
   */
  public static void write(
      Path wal, Collection<Path> sources, int lastSegment, LongPredicate needed, long oldestMillis)
      throws IOException {
    Path finished = wal.resolve(PREFIX + Segments.name(lastSegment));
    Path draft = finished.resolveSibling(finished.getFileName() + DRAFT);
    if (Files.exists(draft)) {
      deleteTree(draft);
    }
    Files.createDirectory(draft);
    try (WriteLog out = WriteLog.open(draft, 0, WriteLog.SEGMENT_BYTES)) {
      CheckpointFilter filter = new CheckpointFilter(out, needed, oldestMillis);
      for (Path source : sources) {
        copy(source, filter);
      }
      filter.finish();
    }
    force(draft);
    Files.move(draft, finished, StandardCopyOption.ATOMIC_MOVE);
    force(wal);
  }

  private static void copy(Path source, CheckpointFilter filter) throws IOException {
    List<Damage> damages = new ArrayList<>();
    try (SegmentReader reader = new SegmentReader(source, 0, Long.MAX_VALUE, damages::add)) {
      while (reader.next()) {
        RecordDecoder.decode(reader.record(), reader.length(), filter);
        filter.flushIfLarge();
      }
    } catch (DamagedRecordException e) {
      throw new IOException(source + ": " + e.getMessage(), e);
    }
    if (!damages.isEmpty()) {
      throw new IOException(damages.getFirst() + "; the log is kept as it is");
    }
  }

  private static void force(Path dir) throws IOException {
    try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
