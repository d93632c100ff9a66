package dev.pharos.storage.tsdb.wal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is still needed of segments that were deleted: a folder {@code checkpoint.00000007} holds
 * what counts of all segments up to 7, as a log of its own.
 *
 * <p>A checkpoint is written under another name and renamed when it is whole and on the disk.
 */
public final class Checkpoints {

  private static final System.Logger LOG = System.getLogger(Checkpoints.class.getName());

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
   * @param needs what goes into it
   * @throws IOException if the checkpoint cannot be written; nothing has changed then
   */
  public static void write(
      Path wal, Collection<Path> sources, int lastSegment, Needs needs, LogCompression compression)
      throws IOException {
    Path finished = wal.resolve(PREFIX + Segments.name(lastSegment));
    Path draft = finished.resolveSibling(finished.getFileName() + DRAFT);
    if (Files.exists(draft)) {
      deleteTree(draft);
    }
    Files.createDirectory(draft);
    try (WriteLog out = WriteLog.open(draft, 0, WriteLog.SEGMENT_BYTES, compression)) {
      CheckpointFilter filter = new CheckpointFilter(out, needs);
      for (Path source : sources) {
        copy(source, filter);
      }
      filter.finish();
    }
    force(draft);
    Files.move(draft, finished, StandardCopyOption.ATOMIC_MOVE);
    force(wal);
  }

  /** What is damaged since it was written cannot be kept; what stands around it is. */
  private static void copy(Path source, CheckpointFilter filter) throws IOException {
    RecordDecoder decoder = new RecordDecoder(filter);
    try (SegmentReader reader =
        new SegmentReader(source, 0, Long.MAX_VALUE, damage -> warn(damage.toString()))) {
      while (reader.next()) {
        try {
          decoder.decode(reader.record(), reader.length());
        } catch (DamagedRecordException e) {
          warn(source + " is damaged before byte " + reader.end() + ": " + e.getMessage());
        }
        filter.flushIfLarge();
      }
    }
  }

  private static void warn(String damage) {
    LOG.log(
        Level.WARNING,
        "{0}; the checkpoint is written without what stood there, which the next start will miss"
            + " unless it is in a block by then",
        damage);
  }

  private static void force(Path dir) throws IOException {
    try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
