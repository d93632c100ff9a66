package dev.pharos.storage.tsdb;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.compact.CompactableHead;
import dev.pharos.storage.tsdb.head.Head;
import dev.pharos.storage.tsdb.head.HeadBatch;
import dev.pharos.storage.tsdb.head.NewSeries;
import dev.pharos.storage.tsdb.series.SeriesSource;
import dev.pharos.storage.tsdb.wal.LogTruncation;
import dev.pharos.storage.tsdb.wal.Needs;
import dev.pharos.storage.tsdb.wal.RecordBuffer;
import dev.pharos.storage.tsdb.wal.RecordEncoder;
import dev.pharos.storage.tsdb.wal.Segments;
import dev.pharos.storage.tsdb.wal.WriteLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The head and its log, which change together.
 *
 * <p>A commit writes to the log and then to the head, under one lock: so the log holds batches in
 * the order in which they became visible, and what it tells at the next start is what was seen.
 *
 * <p>Safe for use by several threads.
 */
final class LoggedHead implements CompactableHead, Closeable {

  private final TsdbSettings settings;
  private final Head head;
  private final WriteLog log;
  private final Holds holds;
  private final TsdbFigures figures;
  private final LogTruncation truncation;
  private final ReentrantLock committing = new ReentrantLock();
  private final RecordBuffer seriesRecords = new RecordBuffer();
  private volatile boolean closed;

  LoggedHead(TsdbSettings settings, Head head, WriteLog log, Holds holds, TsdbFigures figures) {
    this.settings = settings;
    this.head = head;
    this.log = log;
    this.holds = holds;
    this.figures = figures;
    this.truncation =
        new LogTruncation(
            settings.wal(),
            settings.damaged(),
            settings.log().compression(),
            figures.log,
            figures.checkpoints);
  }

  Head head() {
    return head;
  }

  WriteLog log() {
    return log;
  }

  void requireOpen() throws StorageException {
    if (closed) {
      throw new StorageException("the database in " + settings.path() + " has been closed");
    }
  }

  // Writing

  void commit(HeadBatch batch) throws StorageException {
    committing.lock();
    try {
      requireOpen();
      seriesRecords.clear();
      NewSeries announced = batch.announceSeries(seriesRecords);
      logLate(batch, announced);
      append(announced, seriesRecords, batch.records());
      batch.apply();
    } finally {
      committing.unlock();
    }
  }

  private void logLate(HeadBatch batch, NewSeries announced) throws StorageException {
    try {
      batch.logLate();
    } catch (IOException e) {
      announced.forget();
      throw unwritable(settings.wbl(), e);
    }
  }

  private void append(NewSeries announced, RecordBuffer... records) throws StorageException {
    try {
      log.append(records);
    } catch (IOException e) {
      announced.forget();
      throw unwritable(settings.wal(), e);
    }
  }

  private static StorageException unwritable(Path dir, IOException e) {
    return new StorageException(
        "cannot write to the log in "
            + dir
            + ": "
            + e.getMessage()
            + "; nothing of the batch was kept, and writing goes on by itself once this is mended",
        e);
  }

  // Deleting

  /**
   * Hides samples, in memory and in the log.
   *
   * @param matchers with those that the access enforces
   */
  void delete(Access access, TimeRange range, List<Matcher> matchers) throws StorageException {
    committing.lock();
    try {
      requireOpen();
      RecordBuffer records = new RecordBuffer();
      RecordEncoder encoder = new RecordEncoder(records);
      List<Runnable> deletions = head.delete(access, range, matchers, encoder::tombstone);
      encoder.finish();
      if (!records.isEmpty()) {
        append(NewSeries.NONE, records);
        deletions.forEach(Runnable::run);
      }
    } finally {
      committing.unlock();
    }
  }

  /** Frees the space of hidden samples. */
  void cleanDeleted() throws StorageException {
    committing.lock();
    try {
      requireOpen();
      head.cleanDeleted();
    } finally {
      committing.unlock();
    }
  }

  // Compaction

  @Override
  public SeriesSource inOrder() {
    return head;
  }

  @Override
  public long settledBefore() throws IOException {
    committing.lock();
    try {
      truncation.forget(log.end().segment(), head.sweep());
      return head.takeBackfilled();
    } finally {
      committing.unlock();
    }
  }

  @Override
  public void refuseBefore(long millis) {
    committing.lock();
    try {
      head.refuseBefore(millis);
    } finally {
      committing.unlock();
    }
  }

  @Override
  public void truncate(long beforeMillis) throws IOException {
    committing.lock();
    try {
      requireOpen();
      truncation.forget(log.end().segment(), head.truncate(beforeMillis));
      if (log.end().offset() > 0) {
        log.cut();
      }
    } catch (IOException e) {
      figures.truncationFailures.increment();
      throw e;
    } finally {
      committing.unlock();
    }
    // Late samples of before are in the head still.
    long tombstones = Math.min(beforeMillis, head.lateSource().minMillis());
    Needs needs = new Needs(head.needed(), beforeMillis, tombstones);
    truncation.run(log.end().segment(), firstHeld(), needs);
  }

  /** The first segment that a reader still wants, unless that costs too much room. */
  private int firstHeld() throws IOException {
    int held = holds.firstSegment().orElse(Integer.MAX_VALUE);
    long behind = 0;
    for (Path segment : Segments.list(settings.wal()).tailMap(held, true).values()) {
      behind += size(segment);
    }
    return behind <= settings.log().heldBytes() ? held : Integer.MAX_VALUE;
  }

  @Override
  public Optional<LateSamples> lateSamples() throws IOException {
    committing.lock();
    try {
      requireOpen();
      return head.lateSamples().map(this::underLock);
    } finally {
      committing.unlock();
    }
  }

  private LateSamples underLock(LateSamples samples) {
    return new LateSamples() {
      @Override
      public SeriesSource source() {
        return samples.source();
      }

      @Override
      public void forget() throws IOException {
        committing.lock();
        try {
          samples.forget();
        } finally {
          committing.unlock();
        }
      }
    };
  }

  @Override
  public long bytesOnDisk() throws IOException {
    return bytes(settings.wal()) + bytes(settings.wbl()) + bytes(settings.headChunks());
  }

  /** Bytes of the files in a folder and in the folders in it. */
  static long bytes(Path dir) throws IOException {
    if (!Files.isDirectory(dir)) {
      return 0;
    }
    long bytes = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(dir)) {
      for (Path entry : entries) {
        bytes += Files.isDirectory(entry) ? bytes(entry) : size(entry);
      }
    } catch (NotDirectoryException e) {
      return bytes; // Gone meanwhile.
    }
    return bytes;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // Gone meanwhile, so it takes no room.
    }
  }

  /** Forces the log to the disk; nothing is written after that. */
  @Override
  public void close() throws IOException {
    committing.lock();
    try {
      if (!closed) {
        closed = true;
        log.close();
      }
    } finally {
      committing.unlock();
    }
  }
}
