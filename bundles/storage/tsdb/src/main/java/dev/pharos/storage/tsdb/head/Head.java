package dev.pharos.storage.tsdb.head;

import dev.pharos.client.Timer;
import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.StorageStatus.Cardinality;
import dev.pharos.storage.tsdb.chunkshead.HeadChunkFiles;
import dev.pharos.storage.tsdb.chunkshead.HeadChunks;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import dev.pharos.storage.tsdb.series.SeriesSource;
import dev.pharos.storage.tsdb.wal.LateLog;
import dev.pharos.storage.tsdb.wal.RecordBuffer;
import dev.pharos.storage.tsdb.wal.RecordEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The samples in memory: a row of a {@link Page} for each series, an open chunk for each row, and
 * the full chunks where they lie.
 *
 * <p><b>Who may do what.</b> Whatever changes samples is called by one thread at a time, the one
 * that holds the commit lock of the storage. Series are made under a lock of their own, by any
 * thread. A batch becomes visible under a lock that selections share: a selection notes under it
 * what is there, and reads afterwards without one. So a reader sees all of a batch or nothing.
 */
public final class Head implements SeriesSource {

  /** What blocks span at first. */
  public static final Duration BLOCK = Duration.ofHours(2);

  /**
   * Samples this much older than the latest of all are brought in from elsewhere, and more of them
   * may follow.
   */
  static final Duration BACKFILL = Duration.ofHours(1);

  private static final long[] NONE = {};
  private static final int ATTEMPTS = 3;

  private final HeadFigures figures = new HeadFigures();
  private final StampedLock visibility = new StampedLock();
  private final SeriesIndex index = new SeriesIndex(visibility);
  private final SeriesBudget budget;
  private final HeadRows rows;
  private final FileTruncation files;
  private final ExemplarRing exemplars = ExemplarRing.whileLoading();
  private final Map<String, Metadata> metadata = new ConcurrentHashMap<>();
  private final Era batches = new Era();
  private final BatchArrays batchArrays = new BatchArrays();
  private final SeriesSource lateSource;
  private final RecordBuffer lateRecords = new RecordBuffer();
  private @Nullable LateLog lateLog;

  /** Rows that go as soon as what was under way when they were marked has ended. */
  private LongList marked = LongList.EMPTY;

  private Era.@Nullable Period markedIn;

  /**
   * An empty head that keeps all chunks in memory.
   *
   * @param maxSeries series held at most; 0 for any number
   */
  public Head(long maxSeries) {
    this(maxSeries, BLOCK, FullChunks.NOWHERE);
  }

  /**
   * An empty head whose full chunks go to files; a {@link HeadReplay} fills it with what is there.
   *
   * @param maxSeries series held at most; 0 for any number
   * @param block span of the blocks that are cut off it: where one ends, all chunks do
   */
  public Head(long maxSeries, Duration block, HeadChunks files) {
    this(maxSeries, block, FullChunks.of(files));
  }

  /**
   * An empty head for one who only looks: full chunks are read from files, and none is written.
   *
   * @param files stay open as long as the head is used
   */
  public Head(HeadChunkFiles files) {
    this(0, BLOCK, FullChunks.looking(files));
  }

  private Head(long maxSeries, Duration block, FullChunks fullChunks) {
    this.budget = new SeriesBudget(index, maxSeries);
    this.rows = new HeadRows(visibility, index, figures, fullChunks, block.toMillis());
    this.lateSource = new LateSource(this, rows.late(), false);
    this.files = new FileTruncation(fullChunks, rows.readers(), rows.late()::firstFile);
  }

  public HeadFigures figures() {
    return figures;
  }

  SeriesIndex index() {
    return index;
  }

  HeadRows rows() {
    return rows;
  }

  // Series

  long reference(Labels labels) {
    long found = index.find(labels);
    if (found == SeriesIndex.NONE) {
      found = index.findOrCreate(labels, budget.most(), figures.seriesCreated);
      if (found == SeriesIndex.NONE) {
        budget.refused(labels);
        return SampleBatch.NO_ROOM;
      }
      budget.grew();
    }
    return found;
  }

  /** The page of a series that samples may be added to; null if it is not known. */
  @Nullable Page page(long reference) {
    Page page = index.page(reference);
    if (page == null) {
      figures.seriesNotFound.increment();
    } else if (page.going.has((int) reference & Page.ROW_MASK)) {
      return index.revive(reference) ? index.page(reference) : null;
    }
    return page;
  }

  /** The labels behind a reference of the log; null if it is not known any more. */
  public @Nullable Labels labels(long reference) {
    return index.labels(index.resolve(reference));
  }

  /** Whether records of a series are still needed; by its reference in the log. */
  public LongPredicate needed() {
    return reference -> index.resolve(reference) != SeriesIndex.NONE;
  }

  // What the log tells at start, on one thread

  /** Adds a series of the log; false if the reference is that of another series. */
  boolean load(long reference, Labels labels) {
    int before = index.size();
    boolean clear = index.load(reference, labels);
    figures.seriesCreated.add(index.size() - before);
    if (clear) {
      rows.loading().series(reference, index.resolve(reference));
    } else {
      rows.loading().ambiguous(index.resolve(reference));
    }
    return clear;
  }

  /** All that the log tells has been told: now it can be found by its labels. */
  void loaded(boolean lateLogWhole) throws IOException {
    index.loaded();
    rows.loading().end(lateLogWhole);
    budget.settle();
    if (!lateLogWhole && rows.late().hasUntold()) {
      logLate(encoder -> {}); // What the damage has left is told again.
    }
  }

  // Writing

  BatchArrays batchArrays() {
    return batchArrays;
  }

  Era.Period batchBegins() {
    figures.openBatches.incrementAndGet();
    return batches.begin();
  }

  void batchEnds(Era.Period began) {
    figures.openBatches.decrementAndGet();
    began.end();
  }

  @Nullable Metadata metadataOf(Labels series) {
    return metadata.get(series.metricName());
  }

  void add(Labels series, Exemplar exemplar) {
    if (exemplars.add(series, exemplar)) {
      figures.exemplarsAppended.increment();
    }
  }

  void add(Labels series, Metadata told) {
    metadata.put(series.metricName(), told);
  }

  // Out of order

  /**
   * Takes late samples from now on: those that are behind the latest of their series, but not by
   * more than this behind the latest of all. Zero takes none; what is there stays.
   */
  public void outOfOrderWindow(Duration window) {
    rows.late().window(window);
  }

  /** So many late samples of a series wait in memory before they are packed: 32 if not told. */
  public void outOfOrderCap(int samples) {
    rows.late().cap(samples);
  }

  /** Logs late samples here from now on. */
  void useLateLog(LateLog log) {
    lateLog = log;
  }

  /** Writes late samples to their log; under the commit lock. */
  void logLate(LateBatch samples) throws IOException {
    if (samples.size() > 0) {
      logLate(samples::encode);
    }
  }

  private void logLate(Consumer<RecordEncoder> what) throws IOException {
    LateLog log = lateLog;
    if (log != null) {
      lateRecords.clear();
      RecordEncoder encoder = new RecordEncoder(lateRecords);
      rows.late().tellWritten(encoder);
      what.accept(encoder);
      encoder.finish();
      log.append(lateRecords);
    }
  }

  /** The samples that came out of order. Their chunks may overlap. */
  public SeriesSource lateSource() {
    return lateSource;
  }

  /** The late samples there are, to go into blocks; under the commit lock. */
  public Optional<LateSnapshot> lateSamples() throws IOException {
    if (!rows.tellLate()) {
      return Optional.empty();
    }
    LateLog log = lateLog;
    int firstSegment = log == null ? 0 : log.cut();
    return Optional.of(
        new LateSnapshot(this, new LateSource(this, rows.late(), true), firstSegment));
  }

  /** Forgets the late samples that went into blocks; under the commit lock. */
  void forgetLate(int firstSegment) throws IOException {
    rows.forgetLate();
    LateLog log = lateLog;
    if (log != null) {
      log.truncate(firstSegment);
    }
    files.free();
  }

  // Bounds

  /** The earliest instant that a sample may have. */
  public long floorMillis() {
    return rows.floorMillis();
  }

  /** Refuses samples before an instant from now on; under the commit lock. */
  public void refuseBefore(long millis) {
    rows.raiseFloor(millis);
  }

  /**
   * The earliest sample, since this was asked last, that came although others were later by an hour
   * or more; {@code Long.MAX_VALUE} if there was none. Under the commit lock.
   */
  public long takeBackfilled() {
    return rows.takeBackfilled();
  }

  // Deleting

  /** Is told which samples of a series are deleted. */
  @FunctionalInterface
  public interface Tombstone {
    void deleted(long reference, long firstMillis, long lastMillis);
  }

  /**
   * Hides samples.
   *
   * @param told is told of each series with its span, before it is hidden
   * @return what hides them
   */
  public List<Runnable> delete(
      Access access, TimeRange range, List<Matcher> matchers, Tombstone told) {
    List<Runnable> deletions = new ArrayList<>();
    Capture found = capture(access, range, matchers, rows::captureAll);
    for (int i = 0; i < found.size(); i++) {
      long reference = found.seriesReference(i);
      long earliest = Long.MAX_VALUE;
      long latest = Long.MIN_VALUE;
      for (int chunk = found.firstChunk(i); chunk <= found.lastChunk(i); chunk++) {
        earliest = Math.min(earliest, found.minMillis(chunk));
        latest = Math.max(latest, found.maxMillis(chunk));
      }
      long first = Math.max(range.startMillis(), earliest);
      long last = Math.min(range.endMillis() - 1, latest);
      told.deleted(reference, first, last);
      deletions.add(() -> rows.deletions().hide(reference, first, last));
    }
    return deletions;
  }

  /**
   * Frees the space of chunks that were deleted as a whole; under the commit lock. The other
   * deleted samples go when they are written to a block without them.
   */
  public void cleanDeleted() {
    rows.deletions().clean();
  }

  /**
   * Forgets chunks that end before an instant or were deleted as a whole, and series without any
   * whose latest sample was before it; under the commit lock. What a batch or a selection may still
   * need goes with a later call, or with {@link #sweep}.
   *
   * @return references of the series that are forgotten
   * @throws IOException if files cannot be deleted; they go with a later call
   */
  public long[] truncate(long oldestMillis) throws IOException {
    Timer duration = figures.truncating.startTimer();
    try {
      return truncateTimed(oldestMillis);
    } finally {
      duration.close();
    }
  }

  private long[] truncateTimed(long oldestMillis) throws IOException {
    rows.deletions().clean();
    LongList empty = rows.truncate(oldestMillis);
    long[] removed = removeMarked();
    if (markedIn == null && empty.size() > 0) {
      index.mark(empty);
      marked = empty;
      markedIn = batches.turn();
      long[] more = removeMarked();
      removed = LongStream.concat(LongStream.of(removed), LongStream.of(more)).toArray();
    }
    figures.truncations.increment();
    budget.settle();
    files.needNothingBefore(oldestMillis);
    return removed;
  }

  /**
   * Removes what the last truncation had to leave; under the commit lock.
   *
   * @return references of the series that are forgotten
   */
  public long[] sweep() throws IOException {
    long[] removed = removeMarked();
    files.free();
    return removed;
  }

  /** Removes the rows that were marked, if no batch is open any more that may know them. */
  private long[] removeMarked() {
    Era.Period period = markedIn;
    if (period == null || !period.isOver()) {
      return NONE;
    }
    long[] removed = index.remove(marked, rows::isEmpty, figures.seriesRemoved);
    marked = LongList.EMPTY;
    markedIn = null;
    if (removed.length > 0) {
      metadata.keySet().retainAll(metricNames());
    }
    return removed;
  }

  private Set<String> metricNames() {
    Set<String> names = new HashSet<>();
    Symbols.Texts texts = index.symbols().texts();
    LabelValues values = index.labels().find(Labels.METRIC_NAME);
    if (values != null) {
      values.forEachValue(value -> names.add(texts.get(value)));
    }
    return names;
  }

  // Reading

  @Override
  public ChunkSeriesSet select(Access access, TimeRange range, List<Matcher> matchers) {
    return select(access, range, matchers, rows::captureInOrder);
  }

  ChunkSeriesSet select(
      Access access, TimeRange range, List<Matcher> matchers, HeadRows.RowCapture what) {
    Era.Period began = rows.readers().begin();
    boolean handedOver = false;
    try {
      Capture captured = capture(access, range, matchers, what);
      int[] order = LabelOrder.of(captured);
      access.check();
      handedOver = true;
      return new HeadSelection(access, captured, rows.fullChunks(), order, began::end);
    } finally {
      if (!handedOver) {
        began.end();
      }
    }
  }

  private Capture capture(
      Access access, TimeRange range, List<Matcher> matchers, HeadRows.RowCapture what) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long births = rows.births();
      LongList found = new Matching(index, access).find(matchers);
      long stamp = visibility.readLock();
      try {
        // A batch may have come in between; only if it brought series could half of it be missed.
        if (births == rows.births()) {
          return rows.capture(access, found, range, what);
        }
      } finally {
        visibility.unlockRead(stamp);
      }
    }
    long stamp = visibility.readLock();
    try {
      return rows.capture(access, new Matching(index, access).find(matchers), range, what);
    } finally {
      visibility.unlockRead(stamp);
    }
  }

  @Override
  public List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers) {
    return questions(access, range, rows::overlaps).names(matchers);
  }

  @Override
  public List<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers) {
    return questions(access, range, rows::overlaps).values(name, matchers);
  }

  LabelQuestions questions(Access access, TimeRange range, HeadRows.RowFilter filter) {
    return new LabelQuestions(index, rows, access, range, filter);
  }

  /** Exemplars of the series that fulfil all matchers, in the order of time. */
  public Map<Labels, List<Exemplar>> exemplars(
      Access access, TimeRange range, List<Matcher> matchers) {
    access.check();
    Map<Labels, List<Exemplar>> answer = new TreeMap<>();
    exemplars.forEach(
        (series, exemplar) -> {
          if (range.contains(exemplar.timestampMillis()) && allMatch(matchers, series)) {
            answer.computeIfAbsent(series, l -> new ArrayList<>()).add(exemplar);
          }
        });
    return answer;
  }

  private static boolean allMatch(List<Matcher> matchers, Labels labels) {
    for (Matcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** Metadata of the metrics that can be seen. */
  public Map<String, Metadata> metadata(Access access) {
    access.check();
    Map<String, Metadata> answer = new TreeMap<>(metadata);
    if (!access.enforced().isEmpty()) {
      TimeRange always = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
      answer.keySet().retainAll(labelValues(access, Labels.METRIC_NAME, always, access.enforced()));
    }
    return answer;
  }

  // What is known of it

  public long seriesCount() {
    return index.size();
  }

  /** Series there may be; {@code Long.MAX_VALUE} for any number. */
  public long seriesLimit() {
    return budget.most();
  }

  /** How many new series were refused for want of room, by the job that offered them. */
  public Map<String, Long> refusedByJob() {
    return budget.refusedByJob();
  }

  public long chunkCount() {
    return figures.chunksCreated.sum() - figures.chunksRemoved.sum();
  }

  /** Timestamp of the earliest sample, or {@code Long.MAX_VALUE} if there is none. */
  @Override
  public long minMillis() {
    return rows.minMillis();
  }

  /** Timestamp of the latest sample ever, or {@code Long.MIN_VALUE} if there was none. */
  @Override
  public long maxMillis() {
    return rows.maxMillis();
  }

  public long labelPairs() {
    return index.labels().pairs();
  }

  public ExemplarRing exemplars() {
    return exemplars;
  }

  /** Looks at all series; what batches bring meanwhile may be in it or not. */
  public Census census() {
    return Census.of(index.pages().all(), rows);
  }

  /** What it is made of: the largest counts of each kind, no more than so many. */
  public Cardinality cardinality(int limit) {
    TopCounts byMetric = new TopCounts(limit);
    TopCounts values = new TopCounts(limit);
    TopCounts bytes = new TopCounts(limit);
    TopCounts pairs = new TopCounts(limit);
    for (LabelValues label : index.labels().all()) {
      Symbols.Texts texts = index.symbols().texts();
      boolean isMetric = label.name().equals(Labels.METRIC_NAME);
      long[] size = new long[1];
      label.forEach(
          (value, postings) -> {
            String text = texts.orNull(value);
            if (text != null) {
              long series = postings.size();
              size[0] += text.length() * series;
              pairs.add(series, () -> label.name() + "=" + text);
              if (isMetric) {
                byMetric.add(series, () -> text);
              }
            }
          });
      values.add(label.size(), label::name);
      bytes.add(size[0], label::name);
    }
    return new Cardinality(byMetric.largest(), values.largest(), bytes.largest(), pairs.largest());
  }
}
