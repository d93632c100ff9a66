package dev.pharos.storage.tsdb.wal;

import dev.pharos.storage.api.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The log of the samples that come out of order: a log of its own in the folder {@code wbl}, which
 * is made with its first record.
 *
 * <p>Replayed once, after the log of samples; written after that. Not safe for use by several
 * threads.
 */
public final class LateLog implements Closeable {

  private final Path dir;
  private final Path aside;
  private final long segmentBytes;
  private final LogCompression compression;
  private final LogFigures figures;
  private int next;
  private @Nullable WriteLog writing;
  private boolean closed;

  /**
   * A log.
   *
   * @param aside folder for segments that are damaged
   */
  public LateLog(
      Path dir, Path aside, long segmentBytes, LogCompression compression, LogFigures figures) {
    this.figures = figures;
    this.dir = dir;
    this.aside = aside;
    this.segmentBytes = segmentBytes;
    this.compression = compression;
  }

  /**
   * Tells what is in it.
   *
   * @return damaged places
   */
  public int replay(ReplayTarget target) throws IOException {
    LogReplay.Result result =
        LogReplay.mending(dir, aside, (first, last, current) -> {}).run(target);
    next = result.nextSegment();
    return result.damages();
  }

  /**
   * Adds records.
   *
   * @throws IOException if they could not be written; then none of them is in the log
   */
  public void append(RecordBuffer records) throws IOException {
    if (records.isEmpty()) {
      return;
    }
    if (closed) {
      throw new StorageException("the log in " + dir + " has been closed");
    }
    WriteLog log = writing;
    if (log == null) {
      Files.createDirectories(dir);
      log =
          WriteLog.open(dir, next, segmentBytes, compression, WriteLog.FileOpening.PLAIN, figures);
      writing = log;
    }
    log.append(records);
  }

  /** Lets what comes next begin a segment; answers its number. */
  public int cut() throws IOException {
    WriteLog log = writing;
    if (log == null) {
      return next;
    }
    if (log.end().offset() > 0) {
      log.cut();
    }
    return log.end().segment();
  }

  /** Deletes the segments before one. */
  public void truncate(int firstNeeded) throws IOException {
    if (Files.isDirectory(dir)) {
      figures.truncations.increment();
      try {
        for (Path segment : Segments.list(dir).headMap(firstNeeded, false).values()) {
          Files.deleteIfExists(segment);
        }
      } catch (IOException e) {
        figures.truncationFailures.increment();
        throw e;
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    WriteLog log = writing;
    if (log != null) {
      writing = null;
      log.close();
    }
  }
}
