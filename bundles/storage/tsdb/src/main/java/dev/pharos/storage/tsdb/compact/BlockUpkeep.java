package dev.pharos.storage.tsdb.compact;

import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.AccessEndedException;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.block.Ulid;
import dev.pharos.storage.tsdb.series.SeriesSource;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Keeps the blocks of a database in order, in rounds on a thread of its own: cuts blocks off the
 * head, puts small ones together, deletes what is beyond the retention.
 *
 * <p>Blocks are written one at a time, and neither is a sample deleted meanwhile: else it would be
 * there again once the block is. Whoever deletes waits for the block under way. Nobody else waits:
 * samples are appended and read all the time.
 *
 * <p>A failure to write, such as a full disk, ends the round; the next ones leave compaction out
 * for a while that doubles each time. Deletion by age and size goes on. Blocks that cannot be read
 * to their end are marked and left alone.
 *
 * <p>Safe for use by several threads.
 */
public final class BlockUpkeep implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(BlockUpkeep.class.getName());

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(32);
  private static final Duration STOPPING = Duration.ofSeconds(5);
  private static final long LOCK_WAIT_MILLIS = 100;

  /** A deletion in the head, which goes with one in the blocks. */
  @FunctionalInterface
  public interface HeadDeletion {
    void run() throws StorageException;
  }

  private final BlockFolder folder;
  private final CompactableHead head;
  private final CompactionRules rules;
  private final CompactionFigures figures;
  private final InstantSource clock;
  private final Compactor compactor;
  private final Snapshots snapshots;
  private volatile Retention retention;

  /** Held while a block is written or samples are deleted. Fair, so that deletions get a turn. */
  private final ReentrantLock changing = new ReentrantLock(true);

  /** Ends all work when the database is closed. */
  private final Access access = Access.system();

  private final Semaphore wakes = new Semaphore(0);
  private final Thread thread = newThread();
  private volatile boolean stopping;
  private int failures;
  private long notBeforeNanos;

  /**
   * Upkeep of a folder that has not begun.
   *
   * @param rules how blocks are made
   */
  public BlockUpkeep(
      BlockFolder folder,
      CompactableHead head,
      Retention retention,
      CompactionRules rules,
      CompactionFigures figures,
      InstantSource clock) {
    this.folder = folder;
    this.head = head;
    this.retention = retention;
    this.rules = rules;
    this.figures = figures;
    this.clock = clock;
    RandomGenerator random = RandomGenerator.getDefault();
    this.compactor =
        new Compactor(() -> Ulid.create(clock.millis(), random), rules.segmentBytes(), figures);
    this.snapshots = new Snapshots(folder.path(), random);
  }

  /** Begins with the rounds; the first comes after a pause. */
  public void start() throws IOException {
    snapshots.deleteLeftOvers();
    thread.start();
  }

  /** Has the next round come at once. */
  public void wake() {
    wakes.release();
  }

  /** Another retention, from the next round on. */
  public void retain(Retention retention) {
    this.retention = retention;
    wake();
  }

  public Retention retention() {
    return retention;
  }

  @SuppressWarnings("ThreadPriorityCheck") // A hint that queries come first; nothing relies on it.
  private Thread newThread() {
    return Thread.ofPlatform()
        .name("tsdb-compaction")
        .daemon()
        .priority(Thread.MIN_PRIORITY + 2)
        .unstarted(this::run);
  }

  private void run() {
    try {
      while (!stopping) {
        if (wakes.tryAcquire(rules.pause().toNanos(), TimeUnit.NANOSECONDS)) {
          wakes.drainPermits();
        }
        if (!stopping) {
          round();
        }
      }
    } catch (InterruptedException | AccessEndedException e) {
      LOG.log(Level.DEBUG, "No more rounds of compaction");
    }
  }

  private void round() {
    try {
      figures.triggered.increment();
      folder.rescan();
      deleteUnretained();
      if (failures > 0 && System.nanoTime() - notBeforeNanos < 0) {
        figures.skipped.increment();
        return;
      }
      compact();
      failures = 0;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Compaction failed: {0}. {1}", e.getMessage(), postpone());
    } catch (AccessEndedException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "Compaction failed by a fault of its own. " + postpone(), e);
    }
  }

  /** Leaves compaction out for a while; says so. */
  private String postpone() {
    long nanos =
        Math.min(LONGEST_PAUSE.toNanos(), rules.pause().toNanos() << Math.min(failures, 20));
    failures++;
    notBeforeNanos = System.nanoTime() + nanos;
    return "Samples are written and read as before; the next attempt comes in "
        + Duration.ofNanos(nanos).toSeconds()
        + " s";
  }

  /** Does all that is to be done, on the calling thread. */
  public void compact() throws IOException {
    do {
      cutHead();
      deleteUnretained();
    } while (compactNext());
  }

  // The head

  private void cutHead() throws IOException {
    boolean cut = false;
    long settled = head.settledBefore();
    while (cutHeadBlock(settled)) {
      cut = true;
    }
    if (cut) {
      cutLateSamples();
    }
  }

  private boolean cutHeadBlock(long settledMillis) throws IOException {
    changing.lock();
    try {
      SeriesSource source = head.inOrder();
      long first = source.minMillis();
      long last = source.maxMillis();
      // Half a block more than there is to cut, for the samples that are late by a little.
      if (last < first || last - first <= ranges().head() / 2 * 3) {
        return false;
      }
      long end = ranges().endOfBlock(first);
      if (end > settledMillis) {
        return false;
      }
      head.refuseBefore(end);
      write(List.of(source), new TimeRange(first, end), false);
      head.truncate(end);
      if (head.inOrder().minMillis() < end) {
        throw new StorageException(
            "the head keeps samples before " + end + ", which are in a block now");
      }
      return true;
    } finally {
      changing.unlock();
    }
  }

  private void cutLateSamples() throws IOException {
    changing.lock();
    try {
      Optional<CompactableHead.LateSamples> late = head.lateSamples();
      if (late.isEmpty()) {
        return;
      }
      SeriesSource source = late.get().source();
      long range = ranges().head();
      long start = BlockRanges.startOfBlock(source.minMillis(), range);
      for (; start <= source.maxMillis(); start += range) {
        write(List.of(source), new TimeRange(start, start + range), true);
      }
      late.get().forget();
    } finally {
      changing.unlock();
    }
  }

  /** Writes a block and opens it. */
  private void write(List<SeriesSource> sources, TimeRange range, boolean late) throws IOException {
    long begun = System.nanoTime();
    Optional<BlockMeta> written =
        compactor.write(
            folder.path(), sources, range, late ? Origin::lateSamples : Origin::head, access);
    folder.rescan();
    written.ifPresent(
        meta -> log(late ? "Wrote a block of late samples" : "Wrote a block", meta, begun));
  }

  private static void log(String what, BlockMeta meta, long begun) {
    LOG.log(
        Level.INFO,
        "{0}: {1}, level {2}, {3} series, {4} samples, in {5} ms",
        what,
        meta.ulid(),
        meta.compaction().level(),
        Long.toString(meta.stats().series()),
        Long.toString(meta.stats().samples()),
        Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)));
  }

  // Blocks

  private boolean compactNext() throws IOException {
    changing.lock();
    try (BlockList list = folder.blocks()) {
      List<BlockMeta> plan = Plan.next(mature(settled(list.blocks())), ranges(), rules.merging());
      if (plan.isEmpty()) {
        return false;
      }
      Set<Ulid> ulids = new HashSet<>();
      plan.forEach(meta -> ulids.add(meta.ulid()));
      List<Block> blocks =
          list.blocks().stream().filter(block -> ulids.contains(block.meta().ulid())).toList();
      compact(blocks);
      return true;
    } finally {
      changing.unlock();
    }
  }

  /**
   * All but the blocks of late samples behind the last that came in order. Put together with one of
   * those, they would tell that what came in order is in blocks up to their end, and a start would
   * leave out what the log has of it.
   */
  private static List<Block> settled(List<Block> blocks) {
    OptionalLong end = InOrderEnd.of(blocks);
    return blocks.stream()
        .filter(
            block ->
                end.isEmpty()
                    || Origin.isInOrder(block.meta())
                    || block.meta().maxMillis() <= end.getAsLong())
        .toList();
  }

  /** Those that need not be kept as they are for somebody who copies them. */
  private List<BlockMeta> mature(List<Block> blocks) throws IOException {
    List<BlockMeta> metas = blocks.stream().map(Block::meta).toList();
    Path uploads = rules.uploads();
    if (uploads == null) {
      return metas;
    }
    Set<Ulid> copied = Uploads.read(uploads);
    return metas.stream()
        .filter(meta -> meta.compaction().level() > 1 || copied.contains(meta.ulid()))
        .toList();
  }

  private void compact(List<Block> blocks) throws IOException {
    long begun = System.nanoTime();
    try {
      Optional<BlockMeta> written = compactor.compact(folder.path(), blocks, access);
      if (overlap(blocks)) {
        figures.overlapping.increment();
      }
      folder.rescan();
      if (written.isPresent()) {
        log("Made one block of " + blocks.size(), written.get(), begun);
      } else {
        folder.delete(blocks.stream().map(block -> block.meta().ulid()).toList());
      }
    } catch (StorageException e) {
      markFailed(blocks, e);
    }
  }

  private static boolean overlap(List<Block> blocks) {
    long end = Long.MIN_VALUE;
    for (Block block : blocks) {
      if (block.meta().minMillis() < end) {
        return true;
      }
      end = Math.max(end, block.meta().maxMillis());
    }
    return false;
  }

  private static void markFailed(List<Block> blocks, StorageException failure) throws IOException {
    LOG.log(
        Level.WARNING,
        "Blocks {0} stay as they are and are left out of compaction from now on: {1}",
        blocks.stream().map(block -> block.meta().ulid()).toList(),
        failure.getMessage());
    for (Block block : blocks) {
      block.markFailed();
    }
  }

  private BlockRanges ranges() {
    return rules.ranges(retention.time());
  }

  private void deleteUnretained() throws IOException {
    long disk = Files.getFileStore(folder.path()).getTotalSpace();
    Retention.Due due = retention.due(folder.sized(), head.bytesOnDisk(), disk);
    if (due.byTime().isEmpty() && due.bySize().isEmpty()) {
      return;
    }
    List<Ulid> ulids = new ArrayList<>();
    due.byTime().forEach(meta -> ulids.add(meta.ulid()));
    due.bySize().forEach(meta -> ulids.add(meta.ulid()));
    folder.delete(ulids);
    figures.timeRetentions.add(due.byTime().size());
    figures.sizeRetentions.add(due.bySize().size());
    LOG.log(
        Level.INFO,
        "Deleted {0} blocks for their age and {1} for want of room",
        due.byTime().size(),
        due.bySize().size());
  }

  // By hand

  /**
   * Hides samples of the head and of all blocks, once the block under way is written.
   *
   * @param ofHead hides those of the head; called once
   */
  public void delete(Access access, TimeRange range, List<Matcher> matchers, HeadDeletion ofHead)
      throws IOException {
    lock(access);
    try (BlockList list = folder.blocks()) {
      ofHead.run();
      for (Block block : list.blocks()) {
        block.delete(access, range.startMillis(), range.endMillis() - 1, matchers);
      }
    } finally {
      changing.unlock();
    }
  }

  /** Writes blocks with deleted samples again, without them; a block with no others goes. */
  public void cleanTombstones(Access access) throws IOException {
    long begun = System.nanoTime();
    Set<Ulid> cleaned = new HashSet<>();
    while (cleanNext(access, cleaned)) {
      access.check();
    }
    figures.cleaningSeconds.observe((System.nanoTime() - begun) / 1e9);
  }

  private boolean cleanNext(Access access, Set<Ulid> cleaned) throws IOException {
    lock(access);
    try (BlockList list = folder.blocks()) {
      for (Block block : list.blocks()) {
        if (block.tombstones() > 0 && cleaned.add(block.meta().ulid())) {
          clean(block);
          return true;
        }
      }
      return false;
    } finally {
      changing.unlock();
    }
  }

  private void clean(Block block) throws IOException {
    BlockMeta meta = block.meta();
    Optional<BlockMeta> written =
        compactor.write(
            folder.path(),
            List.of(block),
            new TimeRange(meta.minMillis(), meta.maxMillis()),
            ulid -> Origin.cleaned(ulid, meta),
            access);
    folder.rescan();
    if (written.isEmpty()) {
      folder.delete(List.of(meta.ulid()));
    }
  }

  /**
   * Makes a snapshot of all blocks below {@code snapshots/}.
   *
   * @param withHead whether what the head holds goes with them, as a block of its own
   * @return its name
   */
  public String snapshot(Access access, boolean withHead) throws IOException {
    lock(access);
    try (BlockList list = folder.blocks()) {
      return snapshots.create(
          list.blocks(),
          target -> withHead ? writeHead(target) : Optional.empty(),
          clock.instant());
    } finally {
      changing.unlock();
    }
  }

  /** Everything in memory as one block, late samples too. */
  private Optional<BlockMeta> writeHead(Path target) throws IOException {
    List<SeriesSource> sources = new ArrayList<>(List.of(head.inOrder()));
    head.lateSamples().ifPresent(late -> sources.add(late.source()));
    sources.removeIf(source -> source.maxMillis() < source.minMillis());
    if (sources.isEmpty()) {
      return Optional.empty();
    }
    long first = sources.stream().mapToLong(SeriesSource::minMillis).min().orElseThrow();
    long last = sources.stream().mapToLong(SeriesSource::maxMillis).max().orElseThrow();
    return compactor.write(target, sources, new TimeRange(first, last + 1), Origin::head, access);
  }

  /** Waits for the block under way, as long as the caller may. */
  private void lock(Access caller) throws StorageException {
    try {
      do {
        caller.check();
        access.check();
      } while (!changing.tryLock(LOCK_WAIT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException("interrupted while waiting for a compaction to end", e);
    }
  }

  /** Ends the work under way, of which nothing remains, and returns within five seconds. */
  @Override
  public void close() {
    stopping = true;
    access.cancel("the database is being closed");
    wake();
    try {
      if (thread.isAlive() && !thread.join(STOPPING)) {
        LOG.log(Level.WARNING, "The compaction under way does not end; going on without it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
