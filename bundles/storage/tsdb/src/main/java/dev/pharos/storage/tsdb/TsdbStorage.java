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
import dev.pharos.storage.tsdb.TsdbFigures.Start;
import dev.pharos.storage.tsdb.chunkshead.HeadChunks;
import dev.pharos.storage.tsdb.compact.BlockFolder;
import dev.pharos.storage.tsdb.compact.BlockUpkeep;
import dev.pharos.storage.tsdb.compact.CompactionFigures;
import dev.pharos.storage.tsdb.head.Head;
import dev.pharos.storage.tsdb.head.HeadBatch;
import dev.pharos.storage.tsdb.head.HeadReplay;
import dev.pharos.storage.tsdb.wal.LateLog;
import dev.pharos.storage.tsdb.wal.LogReplay;
import dev.pharos.storage.tsdb.wal.WriteLog;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The database of one data folder, from its replay to its end.
 *
 * <p>What {@link SampleBatch#commit} has returned for survives the process being killed. Safe for
 * use by several threads.
 */
public final class TsdbStorage implements SampleWriter, SeriesReader, Closeable {

  private static final System.Logger LOG = System.getLogger(TsdbStorage.class.getName());

  private final TsdbSettings settings;
  private final LoggedHead head;
  private final BlockFolder blocks;
  private final BlockUpkeep upkeep;
  private final Sources sources;
  private final Holds holds;
  private final TsdbFigures figures;
  private final CompactionFigures compactions;

  /** What was taken at the start, the last first. */
  private final Deque<Closeable> taken;

  private TsdbStorage(
      TsdbSettings settings,
      LoggedHead head,
      BlockFolder blocks,
      Holds holds,
      TsdbFigures figures,
      CompactionFigures compactions,
      Deque<Closeable> taken) {
    this.settings = settings;
    this.head = head;
    this.blocks = blocks;
    this.holds = holds;
    this.figures = figures;
    this.compactions = compactions;
    this.taken = taken;
    this.sources = new Sources(head.head(), blocks);
    this.upkeep =
        new BlockUpkeep(
            blocks,
            head,
            settings.retention(),
            settings.blocks(),
            compactions,
            InstantSource.system());
    taken.push(upkeep::close);
  }

  /**
   * Takes a data folder, opens its blocks and replays its log.
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
    Deque<Closeable> taken = new ArrayDeque<>();
    boolean opened = false;
    try {
      TsdbStorage storage = open(settings, status, opening, taken);
      opened = true;
      status.ready(storage);
      return storage;
    } finally {
      if (!opened) {
        release(taken);
      }
    }
  }

  private static TsdbStorage open(
      TsdbSettings settings,
      TsdbStatus status,
      WriteLog.FileOpening opening,
      Deque<Closeable> taken)
      throws IOException {
    long start = System.nanoTime();
    DataDirectory.prepare(settings);
    TsdbFigures figures = new TsdbFigures();
    if (settings.locks()) {
      DirectoryLock lock = DirectoryLock.take(settings.path());
      taken.push(lock);
      figures.start = lock.wasLeft() ? Start.AFTER_KILL : Start.CLEAN;
    }
    CompactionFigures compactions = new CompactionFigures();
    BlockFolder blocks = BlockFolder.open(settings.path(), compactions);
    taken.push(blocks::close);
    HeadChunks chunks = HeadChunks.open(settings.headChunks());
    taken.push(chunks);
    Head head = new Head(settings.maxSeries(), settings.blocks().head(), chunks);
    // What the log holds of earlier samples is in blocks.
    blocks.inOrderEndMillis().ifPresent(head::refuseBefore);
    HeadReplay replay = new HeadReplay(head);
    int chunkDamages = replay.findChunks();
    LogReplay.Result result =
        LogReplay.mending(settings.wal(), settings.damaged(), status::replaying).run(replay);
    LateLog lateLog =
        new LateLog(
            settings.wbl(),
            settings.damaged(),
            settings.log().segmentBytes(),
            settings.log().compression(),
            figures.lateLog);
    taken.push(lateLog);
    int lateDamages = replay.replayLate(lateLog);
    replay.finish();
    replay.warnOfUnknown();
    WriteLog log =
        WriteLog.open(
            settings.wal(),
            result.nextSegment(),
            settings.log().segmentBytes(),
            settings.log().compression(),
            opening,
            figures.log);
    Holds holds = new Holds();
    figures.corruptions.add(result.damages() + lateDamages);
    figures.chunkCorruptions.add(chunkDamages);
    figures.replayNanos = System.nanoTime() - start;
    tell(settings, head, figures);
    LoggedHead logged = new LoggedHead(settings, head, log, holds, figures);
    taken.push(logged);
    return new TsdbStorage(settings, logged, blocks, holds, figures, compactions, taken);
  }

  private static void tell(TsdbSettings settings, Head head, TsdbFigures figures) {
    LOG.log(
        Level.INFO,
        "Opened {0}: {1} series in the head, replayed in {2} ms",
        settings.path(),
        Long.toString(head.seriesCount()),
        Long.toString(TimeUnit.NANOSECONDS.toMillis(figures.replayNanos)));
  }

  // Writing

  @Override
  public SampleBatch begin() throws StorageException {
    head.requireOpen();
    return new HeadBatch(head.head(), head::commit);
  }

  // Reading

  @Override
  public SeriesSet select(Access access, TimeRange range, List<Matcher> matchers)
      throws StorageException {
    head.requireOpen();
    if (matchers.isEmpty()) {
      throw new IllegalArgumentException("select needs at least one matcher");
    }
    return sources.select(access, range, all(access, matchers));
  }

  /** The matchers together with those that the access enforces. */
  static List<Matcher> all(Access access, List<Matcher> matchers) {
    List<Matcher> all = new ArrayList<>(access.enforced());
    all.addAll(matchers);
    return all;
  }

  @Override
  public List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    head.requireOpen();
    return sources.labelNames(access, range, all(access, matchers), limit);
  }

  @Override
  public List<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    head.requireOpen();
    return sources.labelValues(access, name, range, all(access, matchers), limit);
  }

  @Override
  public Map<Labels, List<Exemplar>> exemplars(
      Access access, TimeRange range, List<Matcher> matchers) throws StorageException {
    head.requireOpen();
    return head.head().exemplars(access, range, all(access, matchers));
  }

  @Override
  public Map<String, Metadata> metadata(Access access) throws StorageException {
    head.requireOpen();
    return head.head().metadata(access);
  }

  // What others in this room need

  Head head() {
    return head.head();
  }

  LoggedHead logged() {
    return head;
  }

  BlockFolder blocks() {
    return blocks;
  }

  BlockUpkeep upkeep() {
    return upkeep;
  }

  TsdbSettings settings() {
    return settings;
  }

  TsdbFigures figures() {
    return figures;
  }

  CompactionFigures compactions() {
    return compactions;
  }

  Holds holds() {
    return holds;
  }

  WriteLog log() {
    return head.log();
  }

  /** Where the log ends; all before it is written. */
  Position end() {
    return head.log().end();
  }

  /** Takes over what the configuration file says now. */
  void apply(FileSettings file) {
    head.head().outOfOrderWindow(file.outOfOrderWindow());
    head.head().exemplars().resize(file.maxExemplars());
    upkeep.retain(settings.retention(file.retention()));
  }

  /** Ends the upkeep, forces the log to the disk and gives the folder free. */
  @Override
  public synchronized void close() throws IOException {
    release(taken);
  }

  private static void release(Deque<Closeable> taken) throws IOException {
    IOException failure = null;
    for (@Nullable Closeable next = taken.poll(); next != null; next = taken.poll()) {
      try {
        next.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
