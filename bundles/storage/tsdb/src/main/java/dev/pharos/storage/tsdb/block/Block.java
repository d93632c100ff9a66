package dev.pharos.storage.tsdb.block;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import dev.pharos.storage.tsdb.series.SeriesSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A block on disk, open for reading: series of one span of time that never change, but for what is
 * deleted of them.
 *
 * <p>Its files are mapped into memory until {@link #close} was called and the last set of series
 * that was selected has been closed; not a moment longer, so that a block that was removed frees
 * its disk. Safe for use by several threads.
 */
public final class Block implements SeriesSource, AutoCloseable {

  /** Series whose times are looked at when a block is opened, at most; some milliseconds. */
  private static final int LOOKED_AT = 20_000;

  private final Path folder;
  private final Arena arena;
  private final IndexFile index;
  private final ChunkSegments segments;
  private final long seenEndMillis;

  /** One for the block until it is closed, and one for each who reads. */
  private final AtomicInteger holders = new AtomicInteger(1);

  private boolean closed;
  private volatile BlockMeta meta;
  private volatile Tombstones tombstones;

  private Block(
      Path folder,
      Arena arena,
      BlockMeta meta,
      IndexFile index,
      ChunkSegments segments,
      Tombstones tombstones,
      long seenEndMillis) {
    this.folder = folder;
    this.arena = arena;
    this.meta = meta;
    this.index = index;
    this.segments = segments;
    this.tombstones = tombstones;
    this.seenEndMillis = seenEndMillis;
  }

  /**
   * Opens a block. All that stands at fixed places is checked, and whether the files fit together;
   * series and chunks are checked when they are read.
   *
   * @throws DamagedBlockException if a file is damaged or missing; the message names it, the place
   *     and the way out
   * @throws IOException if a file cannot be read
   */
  public static Block open(Path folder) throws IOException {
    BlockMeta meta = BlockMeta.read(folder);
    Path name = folder.getFileName();
    boolean otherName =
        name != null
            && Ulid.parse(name.toString()).filter(ulid -> !ulid.equals(meta.ulid())).isPresent();
    if (otherName) {
      throw new DamagedBlockException(
          folder.resolve(BlockMeta.FILE), 0, "ulid " + meta.ulid(), "that of the folder's name");
    }
    Tombstones tombstones = Tombstones.read(folder, meta.stats().tombstones());
    Arena arena = Arena.ofShared();
    try {
      IndexFile index = IndexFile.open(folder, arena);
      ChunkSegments segments = ChunkSegments.open(folder, arena);
      long seen = requireToFit(folder, meta, index, segments);
      return new Block(folder, arena, meta, index, segments, tombstones, seen);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    } catch (InternalError e) {
      arena.close();
      throw new IOException(folder + " changed while it was opened", e);
    }
  }

  /**
   * Fails if a series cannot be of this block: its description has no checksum, and a file with the
   * last chunks is missed by no other. Of a large block, some series are looked at. Those that are
   * damaged themselves say so when they are read; without the first or the last there is no block.
   *
   * @return the first instant after all samples seen
   */
  private static long requireToFit(
      Path folder, BlockMeta meta, IndexFile index, ChunkSegments segments) throws IOException {
    SeriesEntry entry = index.series();
    int[] references = index.some(LOOKED_AT);
    long end = meta.minMillis();
    for (int i = 0; i < references.length; i++) {
      boolean atEnd = i == 0 || i == references.length - 1;
      try {
        entry.read(references[i]);
      } catch (DamagedBlockException e) {
        if (atEnd) {
          throw e;
        }
        continue;
      }
      end = Math.max(end, requireToFit(folder, meta, entry));
      for (int chunk = 0; atEnd && chunk < entry.chunkCount(); chunk++) {
        segments.require(entry.place(chunk));
      }
    }
    return end;
  }

  private static long requireToFit(Path folder, BlockMeta meta, SeriesEntry entry)
      throws IOException {
    int chunks = entry.chunkCount();
    for (int i = 0; i < chunks; i++) {
      long first = entry.minMillis(i);
      long last = entry.maxMillis(i);
      if (first < meta.minMillis() || last >= meta.maxMillis()) {
        throw new DamagedBlockException(
            folder.resolve(BlockMeta.FILE),
            0,
            "times from " + meta.minMillis() + " to before " + meta.maxMillis(),
            "some that hold the chunk from " + first + " to " + last);
      }
    }
    return chunks == 0 ? meta.minMillis() : entry.maxMillis(chunks - 1) + 1;
  }

  public BlockMeta meta() {
    return meta;
  }

  public Path folder() {
    return folder;
  }

  /** Deleted spans of its series. */
  public long tombstones() {
    return tombstones.count();
  }

  /** Bytes of its files. */
  public long sizeBytes() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long size = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        size += Files.size(file);
      }
      return size;
    }
  }

  /** Bytes of the texts of its labels. */
  public int symbols() {
    return index.symbols().count();
  }

  /** Bytes that the table of symbols takes in memory. */
  public long symbolBytes() {
    return index.symbols().memoryBytes();
  }

  @Override
  public long minMillis() {
    return meta.minMillis();
  }

  @Override
  public long maxMillis() {
    return meta.maxMillis() - 1;
  }

  /**
   * An instant after samples of it, and mostly of all: of a large block, some series were looked
   * at. Unlike its description, this is what the index tells, which has checksums.
   */
  public long seenEndMillis() {
    return seenEndMillis;
  }

  /**
   * The first instant after all samples that its index tells of, those of damaged series aside.
   * Reads all of the index.
   */
  public long samplesEndMillis() throws StorageException {
    hold();
    try {
      SeriesEntry entry = index.series();
      long end = seenEndMillis;
      for (int reference : index.all()) {
        try {
          entry.read(reference);
        } catch (DamagedBlockException e) {
          continue; // Who reads the series is told.
        }
        if (entry.chunkCount() > 0) {
          end = Math.max(end, entry.maxMillis(entry.chunkCount() - 1) + 1);
        }
      }
      return end;
    } catch (DamagedBlockException | InternalError e) {
      throw failed(e);
    } finally {
      release();
    }
  }

  @Override
  public ChunkSeriesSet select(Access access, TimeRange range, List<Matcher> matchers)
      throws StorageException {
    return select(access, range, matchers, tombstones);
  }

  /** Series with all their chunks, as if nothing had been deleted. */
  public ChunkSeriesSet selectUndeleted(Access access, List<Matcher> matchers)
      throws StorageException {
    return select(access, new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE), matchers, Tombstones.NONE);
  }

  private ChunkSeriesSet select(
      Access access, TimeRange range, List<Matcher> matchers, Tombstones hidden)
      throws StorageException {
    hold();
    boolean handedOn = false;
    try {
      int[] references = overlaps(range) ? find(access, matchers) : References.NONE;
      ChunkSeriesSet set =
          new BlockSeriesSet(access, this, index.series(), hidden, references, range);
      handedOn = true;
      return set;
    } catch (DamagedBlockException | InternalError e) {
      throw failed(e);
    } finally {
      if (!handedOn) {
        release();
      }
    }
  }

  private boolean overlaps(TimeRange range) {
    return range.startMillis() < meta.maxMillis() && meta.minMillis() < range.endMillis();
  }

  private int[] find(Access access, List<Matcher> matchers) throws DamagedBlockException {
    return new Selection(access, index).find(matchers);
  }

  @Override
  public List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers)
      throws StorageException {
    hold();
    try {
      if (!overlaps(range)) {
        return List.of();
      }
      return matchers.isEmpty()
          ? index.table().names()
          : new LabelQuestions(access, index).names(find(access, matchers));
    } catch (DamagedBlockException | InternalError e) {
      throw failed(e);
    } finally {
      release();
    }
  }

  @Override
  public List<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers) throws StorageException {
    hold();
    try {
      if (!overlaps(range)) {
        return List.of();
      }
      LabelQuestions questions = new LabelQuestions(access, index);
      return matchers.isEmpty()
          ? questions.values(name)
          : questions.values(name, find(access, matchers));
    } catch (DamagedBlockException | InternalError e) {
      throw failed(e);
    } finally {
      release();
    }
  }

  /**
   * Hides samples from one instant to another, both included, of the series that fulfil all
   * matchers. It is on disk when this returns; who has selected before still sees them.
   *
   * @return how many spans were added or widened
   */
  public int delete(Access access, long firstMillis, long lastMillis, List<Matcher> matchers)
      throws IOException {
    hold();
    try {
      int[] references = find(access, matchers);
      SeriesEntry entry = index.series();
      Map<Long, long[]> spans = new HashMap<>();
      for (int reference : references) {
        entry.read(reference);
        int last = entry.chunkCount() - 1;
        if (last >= 0
            && entry.minMillis(0) <= lastMillis
            && entry.maxMillis(last) >= firstMillis
            && hasChunk(entry, firstMillis, lastMillis)) {
          spans.put(
              (long) reference,
              new long[] {
                Math.max(firstMillis, entry.minMillis(0)),
                Math.min(lastMillis, entry.maxMillis(last))
              });
        }
      }
      if (!spans.isEmpty()) {
        add(spans);
      }
      return spans.size();
    } catch (InternalError e) {
      throw failed(e);
    } finally {
      release();
    }
  }

  private static boolean hasChunk(SeriesEntry entry, long firstMillis, long lastMillis) {
    for (int i = 0; i < entry.chunkCount(); i++) {
      if (entry.minMillis(i) <= lastMillis && entry.maxMillis(i) >= firstMillis) {
        return true;
      }
    }
    return false;
  }

  private synchronized void add(Map<Long, long[]> spans) throws IOException {
    Tombstones more = tombstones.with(spans);
    more.write(folder);
    tombstones = more;
    BlockMeta changed = meta.withStats(meta.stats().withTombstones(more.count()));
    changed.write(folder);
    meta = changed;
  }

  /** Notes that no larger block could be made of it, so that it is left alone from now on. */
  public synchronized void markFailed() throws IOException {
    BlockMeta.Compaction old = meta.compaction();
    BlockMeta changed =
        meta.withCompaction(
            new BlockMeta.Compaction(
                old.level(), old.sources(), old.deletable(), old.parents(), true, old.hints()));
    changed.write(folder);
    meta = changed;
  }

  ChunkSegments segments() {
    return segments;
  }

  IndexFile index() {
    return index;
  }

  Tombstones deleted() {
    return tombstones;
  }

  /** Keeps the files mapped until {@link #release}. */
  void hold() throws StorageException {
    int now;
    do {
      now = holders.get();
      if (now == 0) {
        throw new StorageException("block " + meta.ulid() + " is closed");
      }
    } while (!holders.compareAndSet(now, now + 1));
  }

  void release() {
    if (holders.decrementAndGet() == 0) {
      arena.close();
    }
  }

  /** Whether its files are still mapped. */
  public boolean isMapped() {
    return holders.get() > 0;
  }

  /** No more can be selected; the files stay mapped while sets of series are open. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    release();
  }

  /** What a reader is told of a failure. */
  StorageException failed(Throwable cause) {
    if (cause instanceof StorageException told) {
      return told;
    }
    if (cause instanceof InternalError) {
      return new StorageException(
          "a file in " + folder + " became shorter while it was read, or the disk failed", cause);
    }
    String message = cause.getMessage();
    return new StorageException(message == null ? cause.toString() : message, cause);
  }

  @Override
  public String toString() {
    return "block " + meta.ulid();
  }
}
