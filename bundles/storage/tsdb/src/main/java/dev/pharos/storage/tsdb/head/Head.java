package dev.pharos.storage.tsdb.head;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.api.SeriesSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.LongPredicate;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The samples in memory.
 *
 * <p><b>Who may do what.</b> Whatever changes samples is called by one thread at a time, the one
 * that holds the commit lock of the storage. Series are made under a lock of their own, by any
 * thread. Reading takes no lock: a select notes the samples that are there and starts again if a
 * commit came in between; only after several attempts does it hold commits up. So a reader sees all
 * of a batch or nothing.
 */
public final class Head {

  /** Samples this much older than the latest of all are refused: half a block, as the original. */
  public static final Duration WINDOW = Duration.ofHours(1);

  private static final int EXEMPLARS = 100_000;
  private static final int ATTEMPTS = 3;
  private static final int CHECK_EVERY = 4096;
  private static final int TRUNCATE_AT_ONCE = 1024;

  /** Series are taken out of the index when they are one in so many, since it is made anew then. */
  private static final int REMOVAL_SHARE = 20;

  private final long maxSeries;
  private final HeadFigures figures = new HeadFigures();
  private final StampedLock isolation = new StampedLock();
  private final ReentrantLock creation = new ReentrantLock();
  private final ExemplarRing exemplars = new ExemplarRing(EXEMPLARS);
  private final Map<String, Metadata> metadata = new ConcurrentHashMap<>();

  /** Series that the log tells of under another reference as well. */
  private final Map<Long, HeadSeries> aliases = new ConcurrentHashMap<>();

  private volatile SeriesIndex index = new SeriesIndex();
  private long lastReference;
  private volatile long minMillis = Long.MAX_VALUE;
  private volatile long maxMillis = Long.MIN_VALUE;
  private volatile long truncatedMillis = Long.MIN_VALUE;

  /**
   * An empty head.
   *
   * @param maxSeries series held at most; 0 for any number
   */
  public Head(long maxSeries) {
    this.maxSeries = maxSeries == 0 ? Long.MAX_VALUE : maxSeries;
  }

  public HeadFigures figures() {
    return figures;
  }

  // Series

  long reference(Labels labels) {
    HeadSeries found = index.find(labels);
    if (found != null) {
      return found.reference;
    }
    creation.lock();
    try {
      found = index.find(labels);
      if (found == null) {
        if (index.size() >= maxSeries) {
          return SampleBatch.NO_ROOM;
        }
        lastReference++;
        found = create(lastReference, labels);
      }
      return found.reference;
    } finally {
      creation.unlock();
    }
  }

  private HeadSeries create(long reference, Labels labels) {
    SeriesIndex current = index;
    HeadSeries made = new HeadSeries(reference, current.shared(labels));
    current.add(made);
    figures.seriesCreated.increment();
    return made;
  }

  @Nullable HeadSeries series(long reference) {
    HeadSeries found = index.find(reference);
    if (found == null) {
      figures.seriesNotFound.increment();
    }
    return found;
  }

  /** The series itself, held again, or the one with its labels that is held now. */
  HeadSeries bringBack(HeadSeries gone) {
    creation.lock();
    try {
      HeadSeries other = index.find(gone.labels);
      if (other != null) {
        return other;
      }
      gone.removed = false;
      gone.logged = false;
      index.shared(gone.labels);
      index.add(gone);
      figures.seriesCreated.increment();
      return gone;
    } finally {
      creation.unlock();
    }
  }

  /** The labels behind a reference of the log; null if it is not known any more. */
  public @Nullable Labels labels(long reference) {
    HeadSeries found = index.find(reference);
    found = found == null ? aliases.get(reference) : found;
    return found == null ? null : found.labels;
  }

  /** Whether records of a series are still needed; by its reference in the log. */
  public LongPredicate needed() {
    return reference -> labels(reference) != null;
  }

  // Writing

  void batchBegins() {
    figures.openBatches.incrementAndGet();
  }

  void batchEnds() {
    figures.openBatches.decrementAndGet();
  }

  /** What would become of a sample if it were committed now. */
  Outcome judge(
      HeadSeries series, long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    if (timestampMillis < oldestWritable()) {
      return Outcome.TOO_OLD;
    }
    long stamp = isolation.tryOptimisticRead();
    Outcome outcome = series.judge(timestampMillis, value, histogram);
    if (!isolation.validate(stamp)) {
      stamp = isolation.readLock();
      try {
        outcome = series.judge(timestampMillis, value, histogram);
      } finally {
        isolation.unlockRead(stamp);
      }
    }
    return outcome;
  }

  private long oldestWritable() {
    long latest = maxMillis;
    long window = WINDOW.toMillis();
    long edge = latest >= Long.MIN_VALUE + window ? latest - window : Long.MIN_VALUE;
    return Math.max(edge, truncatedMillis);
  }

  void refused(Outcome outcome) {
    switch (outcome) {
      case OUT_OF_ORDER -> figures.outOfOrder.increment();
      case TOO_OLD -> figures.outOfBounds.increment();
      case ACCEPTED, SAME_AGAIN, DUPLICATE, UNKNOWN_SERIES -> {}
    }
  }

  Outcome judge(HeadSeries series, Exemplar exemplar) {
    return exemplars.judge(series, exemplar);
  }

  @Nullable Metadata metadataOf(HeadSeries series) {
    return metadata.get(series.labels.metricName());
  }

  void apply(
      HeadSeries[] series,
      long[] timestamps,
      double[] values,
      @Nullable NativeHistogram @Nullable [] histograms,
      int size) {
    int appended = 0;
    int ofHistograms = 0;
    long stamp = isolation.writeLock();
    try {
      for (int i = 0; i < size; i++) {
        NativeHistogram histogram = histograms == null ? null : histograms[i];
        Outcome outcome = append(series[i], timestamps[i], values[i], histogram);
        if (outcome == Outcome.ACCEPTED) {
          appended++;
          ofHistograms += histogram == null ? 0 : 1;
        } else {
          refused(outcome);
        }
      }
    } finally {
      isolation.unlockWrite(stamp);
    }
    figures.valuesAppended.add(appended - ofHistograms);
    figures.histogramsAppended.add(ofHistograms);
  }

  private Outcome append(
      HeadSeries series, long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    Outcome outcome = series.judge(timestampMillis, value, histogram);
    if (outcome != Outcome.ACCEPTED) {
      return outcome;
    }
    if (series.append(timestampMillis, value, histogram) > 0) {
      figures.chunksCreated.increment();
    }
    if (timestampMillis > maxMillis) {
      maxMillis = timestampMillis;
    }
    if (timestampMillis < minMillis) {
      minMillis = timestampMillis;
    }
    return outcome;
  }

  void add(HeadSeries series, Exemplar exemplar) {
    exemplars.add(series, exemplar);
    figures.exemplarsAppended.increment();
  }

  void add(HeadSeries series, Metadata told) {
    metadata.put(series.labels.metricName(), told);
  }

  // What the log tells at start, on one thread

  /** A series of the log; one that is here already under another reference keeps the first. */
  void replaySeries(long reference, Labels labels) {
    HeadSeries found = index.find(labels);
    replayReference(reference);
    if (found == null) {
      create(reference, labels).logged = true;
    } else if (found.reference != reference) {
      aliases.put(reference, found);
    }
  }

  /** No series made from now on may have a reference that the log has used. */
  void replayReference(long reference) {
    lastReference = Math.max(lastReference, reference);
  }

  @Nullable HeadSeries replayed(long reference) {
    HeadSeries found = index.find(reference);
    return found == null ? aliases.get(reference) : found;
  }

  /** A sample of the log; one that was overtaken when it was written is left out again. */
  Outcome replaySample(
      HeadSeries series, long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    return append(series, timestampMillis, value, histogram);
  }

  // Deleting

  /**
   * Hides samples.
   *
   * @param told is told of each series with its span, before it is hidden
   */
  public List<Runnable> delete(
      Access access, TimeRange range, List<Matcher> matchers, Tombstone told) {
    List<Runnable> deletions = new ArrayList<>();
    for (HeadSeries series : matching(access, matchers)) {
      if (!series.isEmpty()
          && series.firstMillis() < range.endMillis()
          && series.lastMillis() >= range.startMillis()) {
        long first = Math.max(range.startMillis(), series.firstMillis());
        long last = Math.min(range.endMillis() - 1, series.lastMillis());
        told.deleted(series.reference, first, last);
        deletions.add(() -> hide(series, first, last));
      }
    }
    return deletions;
  }

  /** Is told which samples of a series are deleted. */
  @FunctionalInterface
  public interface Tombstone {
    void deleted(long reference, long firstMillis, long lastMillis);
  }

  void hide(HeadSeries series, long firstMillis, long lastMillis) {
    exclusively(() -> series.delete(firstMillis, lastMillis));
  }

  /** Frees the space of what was deleted; under the commit lock. */
  public void cleanDeleted() {
    for (HeadSeries series : index.all()) {
      if (series.hasDeleted()) {
        exclusively(
            () -> {
              int more = series.cleanDeleted();
              figures.chunksCreated.add(Math.max(0, more));
              figures.chunksRemoved.add(Math.max(0, -more));
            });
      }
    }
  }

  private void exclusively(Runnable change) {
    long stamp = isolation.writeLock();
    try {
      change.run();
    } finally {
      isolation.unlockWrite(stamp);
    }
  }

  /** Forgets chunks that end before an instant, and series without any; under the commit lock. */
  public void truncate(long oldestMillis) {
    truncatedMillis = Math.max(truncatedMillis, oldestMillis);
    List<HeadSeries> all = index.all();
    for (int from = 0; from < all.size(); from += TRUNCATE_AT_ONCE) {
      List<HeadSeries> some = all.subList(from, Math.min(all.size(), from + TRUNCATE_AT_ONCE));
      exclusively(() -> some.forEach(s -> figures.chunksRemoved.add(s.dropBefore(oldestMillis))));
    }
    long earliest = Long.MAX_VALUE;
    int gone = 0;
    for (HeadSeries series : all) {
      if (!series.isEmpty()) {
        earliest = Math.min(earliest, series.firstMillis());
      } else if (isOver(series, oldestMillis)) {
        gone++;
      }
    }
    minMillis = earliest;
    if (gone > 0 && (long) gone * REMOVAL_SHARE >= all.size()) {
      remove(oldestMillis);
    }
    figures.truncations.increment();
  }

  private static boolean isOver(HeadSeries series, long oldestMillis) {
    return series.isEmpty() && (!series.isWritten() || series.lastMillis() < oldestMillis);
  }

  private void remove(long oldestMillis) {
    creation.lock();
    try {
      SeriesIndex kept = new SeriesIndex();
      for (HeadSeries series : index.all()) {
        if (isOver(series, oldestMillis)) {
          series.removed = true;
          figures.seriesRemoved.increment();
        } else {
          kept.add(series);
        }
      }
      aliases.values().removeIf(series -> series.removed);
      index = kept;
    } finally {
      creation.unlock();
    }
    metadata.keySet().retainAll(valuesOf(Labels.METRIC_NAME));
  }

  private Set<String> valuesOf(String name) {
    Set<String> values = new HashSet<>();
    for (Postings postings : index.values(name)) {
      values.add(postings.value);
    }
    return values;
  }

  // Reading

  /** The series that may have samples in the range, as they are now. */
  public SeriesSet select(Access access, TimeRange range, List<Matcher> matchers) {
    List<SeriesCapture> found = capture(access, range, matchers);
    found.sort(Comparator.comparing(SeriesCapture::labels));
    access.check();
    return new HeadSeriesSet(access, range, found);
  }

  private List<HeadSeries> matching(Access access, List<Matcher> matchers) {
    List<Matcher> all = new ArrayList<>(access.enforced());
    all.addAll(matchers);
    return index.select(access, all);
  }

  private List<SeriesCapture> capture(Access access, TimeRange range, List<Matcher> matchers) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long stamp = isolation.tryOptimisticRead();
      if (stamp != 0) {
        List<SeriesCapture> captures = captureAll(access, matching(access, matchers));
        if (isolation.validate(stamp)) {
          captures.removeIf(capture -> !capture.overlaps(range));
          return captures;
        }
      }
    }
    List<SeriesCapture> captures;
    long stamp = isolation.readLock();
    try {
      captures = captureAll(access, matching(access, matchers));
    } finally {
      isolation.unlockRead(stamp);
    }
    captures.removeIf(capture -> !capture.overlaps(range));
    return captures;
  }

  private static List<SeriesCapture> captureAll(Access access, List<HeadSeries> series) {
    List<SeriesCapture> captures = new ArrayList<>(series.size());
    int steps = 0;
    for (HeadSeries one : series) {
      if (++steps % CHECK_EVERY == 0) {
        access.check();
      }
      captures.add(one.capture());
    }
    return captures;
  }

  /** Names of labels, sorted. */
  public Set<String> labelNames(Access access, TimeRange range, List<Matcher> matchers) {
    TreeSet<String> names = new TreeSet<>();
    for (SeriesCapture series : capture(access, range, matchers)) {
      for (int i = 0; i < series.labels().size(); i++) {
        names.add(series.labels().name(i));
      }
    }
    return names;
  }

  /** Values of a label, sorted. */
  public Set<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers) {
    TreeSet<String> values = new TreeSet<>();
    for (SeriesCapture series : capture(access, range, matchers)) {
      values.add(series.labels().get(name));
    }
    values.remove("");
    return values;
  }

  public Map<Labels, List<Exemplar>> exemplars(
      Access access, TimeRange range, List<Matcher> matchers) {
    access.check();
    Map<Labels, List<Exemplar>> answer = new TreeMap<>();
    exemplars.forEach(
        (series, exemplar) -> {
          if (range.contains(exemplar.timestampMillis())
              && allMatch(matchers, series.labels)
              && allMatch(access.enforced(), series.labels)) {
            answer.computeIfAbsent(series.labels, l -> new ArrayList<>()).add(exemplar);
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
      Set<String> seen = new HashSet<>();
      TimeRange always = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
      for (SeriesCapture series : capture(access, always, List.of())) {
        seen.add(series.labels().metricName());
      }
      answer.keySet().retainAll(seen);
    }
    return answer;
  }

  // What is known of it

  public long seriesCount() {
    return index.size();
  }

  public long chunkCount() {
    return figures.chunksCreated.sum() - figures.chunksRemoved.sum();
  }

  /** Timestamp of the earliest sample, or {@code Long.MAX_VALUE} if there is none. */
  public long minMillis() {
    return minMillis;
  }

  /** Timestamp of the latest sample ever, or {@code Long.MIN_VALUE} if there was none. */
  public long maxMillis() {
    return maxMillis;
  }

  public long labelPairs() {
    return index.pairs();
  }

  public int exemplarCount() {
    return exemplars.size();
  }

  /** Tells series per metric. */
  public void countSeriesByMetric(ObjLongConsumer<String> counts) {
    for (Postings postings : index.values(Labels.METRIC_NAME)) {
      counts.accept(postings.value, postings.size());
    }
  }

  /** Tells values per label, bytes of values per label, series per pair. */
  public void countLabels(
      ObjLongConsumer<String> values,
      ObjLongConsumer<String> bytes,
      ObjLongConsumer<String> pairs) {
    SeriesIndex current = index;
    for (String name : current.names()) {
      long count = 0;
      long size = 0;
      for (Postings postings : current.values(name)) {
        count++;
        size += (long) postings.value.length() * postings.size();
        pairs.accept(name + "=" + postings.value, postings.size());
      }
      values.accept(name, count);
      bytes.accept(name, size);
    }
  }
}
