package dev.pharos.storage.tsdb;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleLog.Position;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunkshead.HeadChunks;
import dev.pharos.storage.tsdb.head.Head;
import dev.pharos.storage.tsdb.head.HeadBatch;
import dev.pharos.storage.tsdb.head.HeadCursors;
import dev.pharos.storage.tsdb.head.HeadReplay;
import dev.pharos.storage.tsdb.head.NewSeries;
import dev.pharos.storage.tsdb.wal.LateLog;
import dev.pharos.storage.tsdb.wal.LogReplay;
import dev.pharos.storage.tsdb.wal.LogTruncation;
import dev.pharos.storage.tsdb.wal.RecordBuffer;
import dev.pharos.storage.tsdb.wal.RecordEncoder;
import dev.pharos.storage.tsdb.wal.Segments;
import dev.pharos.storage.tsdb.wal.WriteLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The database of one data folder, from its replay to its end.
 *
 * <p>A commit writes to the log and then to the head, under one lock: so the log holds batches in
 * the order in which they became visible, and what it tells at the next start is what was seen.
 * What {@link SampleBatch#commit} has returned for survives the process being killed.
 *
 * <p>Safe for use by several threads.
 */
public final class TsdbStorage implements SampleWriter, SeriesReader, Closeable {

  private final TsdbSettings settings;
  private final DirectoryLock lock;
  private final HeadChunks chunks;
  private final Head head;
  private final ReentrantLock committing = new ReentrantLock();
  private final RecordBuffer seriesRecords = new RecordBuffer();
  private final WriteLog log;
  private final LateLog lateLog;
  private final Holds holds = new Holds();
  private final TsdbFigures figures = new TsdbFigures();

  private final LogTruncation truncation;
  private volatile boolean closed;

  private TsdbStorage(
      TsdbSettings settings,
      DirectoryLock lock,
      HeadChunks chunks,
      Head head,
      WriteLog log,
      LateLog lateLog) {
    this.settings = settings;
    this.lock = lock;
    this.chunks = chunks;
    this.head = head;
    this.log = log;
    this.lateLog = lateLog;
    this.truncation = new LogTruncation(settings.wal(), settings.damaged(), settings.compression());
  }

  /**
   * Takes a data folder and replays its log.
   *
   * @param status is told how far that is
   * @throws IOException if the folder cannot be used; the message says why and what to do
   */
  public static TsdbStorage open(TsdbSettings settings, TsdbStatus status) throws IOException {
    return open(settings, status, WriteLog.FileOpening.PLAIN);
  }

  /** The same for tests, which let the files of the log fail. */
  static TsdbStorage open(TsdbSettings settings, TsdbStatus status, WriteLog.FileOpening opening)
      throws IOException {
    long start = System.nanoTime();
    DataDirectory.prepare(settings);
    DirectoryLock lock = DirectoryLock.take(settings.path());
    HeadChunks chunks = null;
    boolean opened = false;
    try {
      chunks = HeadChunks.open(settings.headChunks());
      Head head = new Head(settings.maxSeries(), Head.BLOCK, chunks);
      HeadReplay replay = new HeadReplay(head);
      int damages = replay.findChunks();
      LogReplay.Result result =
          LogReplay.mending(settings.wal(), settings.damaged(), status::replaying).run(replay);
      LateLog lateLog =
          new LateLog(
              settings.wbl(), settings.damaged(), settings.segmentBytes(), settings.compression());
      int lateDamages = replay.replayLate(lateLog);
      replay.finish();
      replay.warnOfUnknown();
      WriteLog log =
          WriteLog.open(
              settings.wal(),
              result.nextSegment(),
              settings.segmentBytes(),
              settings.compression(),
              opening);
      TsdbStorage storage = new TsdbStorage(settings, lock, chunks, head, log, lateLog);
      storage.figures.corruptions.add(result.damages() + lateDamages);
      storage.figures.chunkCorruptions.add(damages);
      storage.figures.replayNanos = System.nanoTime() - start;
      opened = true;
      status.ready(head);
      return storage;
    } finally {
      if (!opened) {
        closeAll(chunks, lock);
      }
    }
  }

  // Writing

  @Override
  public SampleBatch begin() throws StorageException {
    requireOpen();
    return new HeadBatch(head, this::commit);
  }

  private void requireOpen() throws StorageException {
    if (closed) {
      throw new StorageException("the database in " + settings.path() + " has been closed");
    }
  }

  private void commit(HeadBatch batch) throws StorageException {
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

  // Reading

  @Override
  public SeriesSet select(Access access, TimeRange range, List<Matcher> matchers)
      throws StorageException {
    requireOpen();
    if (matchers.isEmpty()) {
      throw new IllegalArgumentException("select needs at least one matcher");
    }
    return new HeadCursors(access, range, head.select(access, range, all(access, matchers)));
  }

  /** The matchers together with those that the access enforces. */
  private static List<Matcher> all(Access access, List<Matcher> matchers) {
    List<Matcher> all = new ArrayList<>(access.enforced());
    all.addAll(matchers);
    return all;
  }

  @Override
  public List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    requireOpen();
    return first(head.labelNames(access, range, all(access, matchers)), limit);
  }

  @Override
  public List<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    requireOpen();
    return first(head.labelValues(access, name, range, all(access, matchers)), limit);
  }

  private static List<String> first(List<String> sorted, int limit) {
    return sorted.stream().limit(limit == 0 ? Long.MAX_VALUE : limit).toList();
  }

  @Override
  public Map<Labels, List<Exemplar>> exemplars(
      Access access, TimeRange range, List<Matcher> matchers) throws StorageException {
    requireOpen();
    return head.exemplars(access, range, all(access, matchers));
  }

  @Override
  public Map<String, Metadata> metadata(Access access) throws StorageException {
    requireOpen();
    return head.metadata(access);
  }

  // Deleting

  /** Hides samples, in memory and in the log. */
  void delete(Access access, TimeRange range, List<Matcher> matchers) throws StorageException {
    committing.lock();
    try {
      requireOpen();
      RecordBuffer records = new RecordBuffer();
      RecordEncoder encoder = new RecordEncoder(records);
      List<Runnable> deletions =
          head.delete(access, range, all(access, matchers), encoder::tombstone);
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

  /**
   * Forgets what is older than the retention, and deletes segments that hold nothing else, once a
   * checkpoint keeps the series that live on.
   */
  void truncate() throws IOException {
    long latest = head.maxMillis();
    long retention = settings.retention().toMillis();
    if (latest < Long.MIN_VALUE + retention) {
      return;
    }
    long oldest = latest - retention;
    committing.lock();
    try {
      requireOpen();
      head.truncate(oldest);
      if (log.end().offset() > 0) {
        log.cut();
      }
    } finally {
      committing.unlock();
    }
    try {
      if (truncation.run(log.end().segment(), firstHeld(), head.needed(), oldest)) {
        figures.checkpoints.increment();
      }
    } catch (IOException e) {
      figures.checkpointFailures.increment();
      throw e;
    }
  }

  /** The first segment that a reader still wants, unless that costs too much room. */
  private int firstHeld() throws IOException {
    int held = holds.firstSegment().orElse(Integer.MAX_VALUE);
    long behind = 0;
    for (Path segment : Segments.list(settings.wal()).tailMap(held, true).values()) {
      behind += size(segment);
    }
    return behind <= settings.heldBytes() ? held : Integer.MAX_VALUE;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // Gone meanwhile, so it takes no room.
    }
  }

  // What others in this room need

  Head head() {
    return head;
  }

  TsdbSettings settings() {
    return settings;
  }

  TsdbFigures figures() {
    return figures;
  }

  Holds holds() {
    return holds;
  }

  WriteLog log() {
    return log;
  }

  /** Where the log ends; all before it is written. */
  Position end() {
    return log.end();
  }

  /** Forces the log to the disk and gives the folder free. */
  @Override
  public void close() throws IOException {
    committing.lock();
    try {
      if (!closed) {
        closed = true;
        closeLog();
      }
    } finally {
      committing.unlock();
    }
  }

  private void closeLog() throws IOException {
    try (lateLog) {
      log.close();
    } finally {
      closeAll(chunks, lock);
    }
  }

  private static void closeAll(@Nullable HeadChunks chunks, DirectoryLock lock) throws IOException {
    try (lock) {
      if (chunks != null) {
        chunks.close();
      }
    }
  }
}
