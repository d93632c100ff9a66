package dev.pharos.storage.memory;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.Histograms;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All series, behind one lock: a commit is one critical section, and so is the choosing of series,
 * so no reader sees half a batch.
 */
final class MemoryHead {

  private static final int MAX_EXEMPLARS = 100_000;
  private static final int CHECK_EVERY = 1024;

  private record HeldExemplar(MemorySeries series, Exemplar exemplar) {}

  private final long retentionMillis;
  private final long maxSeries;

  private final Map<Labels, MemorySeries> byLabels = new HashMap<>();
  private final Map<Long, MemorySeries> byReference = new HashMap<>();
  private final ArrayDeque<HeldExemplar> exemplars = new ArrayDeque<>();
  private final Map<String, Metadata> metadata = new TreeMap<>();
  private long references;
  private long maxMillis = Long.MIN_VALUE;
  private long forgottenMillis = Long.MIN_VALUE;

  /** How often old samples have been forgotten. */
  private long rounds;

  MemoryHead(long retentionMillis, long maxSeries) {
    this.retentionMillis = retentionMillis;
    this.maxSeries = maxSeries;
  }

  synchronized long reference(Labels labels) {
    MemorySeries series = byLabels.get(labels);
    if (series == null) {
      if (byLabels.size() >= maxSeries) {
        return SampleBatch.NO_ROOM;
      }
      series = new MemorySeries(++references, labels, rounds);
      hold(series);
    }
    return series.reference;
  }

  private void hold(MemorySeries series) {
    series.held = true;
    byLabels.put(series.labels, series);
    byReference.put(series.reference, series);
  }

  synchronized @Nullable MemorySeries series(long reference) {
    return byReference.get(reference);
  }

  /** What would become of a sample if it were written now. */
  synchronized Outcome judge(
      MemorySeries series,
      long timestampMillis,
      double value,
      @Nullable NativeHistogram histogram) {
    if (timestampMillis < oldestMillis()) {
      return Outcome.TOO_OLD;
    }
    if (series.isEmpty() || timestampMillis > series.lastMillis()) {
      return Outcome.ACCEPTED;
    }
    if (timestampMillis < series.lastMillis()) {
      return Outcome.OUT_OF_ORDER;
    }
    return same(series.lastValue(), series.lastHistogram(), value, histogram)
        ? Outcome.SAME_AGAIN
        : Outcome.DUPLICATE;
  }

  static boolean same(
      double oneValue,
      @Nullable NativeHistogram oneHistogram,
      double otherValue,
      @Nullable NativeHistogram otherHistogram) {
    return Double.doubleToRawLongBits(oneValue) == Double.doubleToRawLongBits(otherValue)
        && Histograms.same(oneHistogram, otherHistogram);
  }

  private long oldestMillis() {
    boolean bounded =
        retentionMillis < Long.MAX_VALUE && maxMillis >= Long.MIN_VALUE + retentionMillis;
    return bounded ? maxMillis - retentionMillis : Long.MIN_VALUE;
  }

  /** Writes what a batch holds; a sample that another batch has overtaken is left out. */
  synchronized void write(
      List<MemoryBatch.Pending> samples,
      List<MemoryBatch.PendingExemplar> newExemplars,
      Map<String, Metadata> newMetadata) {
    for (MemoryBatch.Pending sample : samples) {
      MemorySeries series = present(sample.series());
      if (judge(series, sample.timestampMillis(), sample.value(), sample.histogram())
          == Outcome.ACCEPTED) {
        series.add(
            sample.startMillis(), sample.timestampMillis(), sample.value(), sample.histogram());
        maxMillis = Math.max(maxMillis, sample.timestampMillis());
      }
    }
    for (MemoryBatch.PendingExemplar pending : newExemplars) {
      write(present(pending.series()), pending.exemplar());
    }
    metadata.putAll(newMetadata);
    forget();
  }

  private void write(MemorySeries series, Exemplar exemplar) {
    if (judge(series, exemplar) == Outcome.ACCEPTED) {
      if (exemplars.size() == MAX_EXEMPLARS) {
        exemplars.removeFirst();
      }
      exemplars.addLast(new HeldExemplar(series, exemplar));
      series.lastExemplar = exemplar;
    }
  }

  synchronized Outcome judge(MemorySeries series, Exemplar exemplar) {
    return judge(series.lastExemplar, exemplar);
  }

  static Outcome judge(@Nullable Exemplar last, Exemplar exemplar) {
    if (last == null || exemplar.timestampMillis() > last.timestampMillis()) {
      return Outcome.ACCEPTED;
    }
    if (exemplar.timestampMillis() < last.timestampMillis()) {
      return Outcome.OUT_OF_ORDER;
    }
    return exemplar.equals(last) ? Outcome.SAME_AGAIN : Outcome.ACCEPTED;
  }

  /** The series itself, or the one with its labels that is held now, or itself held again. */
  private MemorySeries present(MemorySeries series) {
    if (series.held) {
      return series;
    }
    MemorySeries other = byLabels.get(series.labels);
    if (other != null) {
      return other;
    }
    hold(series);
    return series;
  }

  private void forget() {
    long oldest = oldestMillis();
    // A tenth of the retention at a time, so that most commits touch only what they write.
    if (oldest == Long.MIN_VALUE || oldest - retentionMillis / 10 < forgottenMillis) {
      return;
    }
    forgottenMillis = oldest;
    for (Iterator<MemorySeries> i = byLabels.values().iterator(); i.hasNext(); ) {
      MemorySeries series = i.next();
      series.forgetBefore(oldest);
      // One that was just made belongs to a batch that is about to write to it.
      if (series.isEmpty() && series.madeIn < rounds) {
        series.held = false;
        byReference.remove(series.reference);
        i.remove();
      }
    }
    exemplars.removeIf(held -> held.exemplar().timestampMillis() < oldest);
    rounds++;
  }

  /** The series that fulfil all matchers and those of the access, in no order. */
  synchronized List<SeriesView> find(Access access, TimeRange range, List<Matcher> matchers) {
    List<SeriesView> found = new ArrayList<>();
    int steps = 0;
    access.check();
    for (MemorySeries series : byLabels.values()) {
      if (++steps % CHECK_EVERY == 0) {
        access.check();
      }
      if (series.hasSamplesAround(range)
          && allMatch(matchers, series.labels)
          && allMatch(access.enforced(), series.labels)) {
        found.add(series.view());
      }
    }
    return found;
  }

  synchronized void exemplars(
      Access access,
      TimeRange range,
      List<Matcher> matchers,
      BiConsumer<Labels, Exemplar> consumer) {
    access.check();
    for (HeldExemplar held : exemplars) {
      Labels labels = held.series().labels;
      if (range.contains(held.exemplar().timestampMillis())
          && allMatch(matchers, labels)
          && allMatch(access.enforced(), labels)) {
        consumer.accept(labels, held.exemplar());
      }
    }
  }

  synchronized Map<String, Metadata> metadata(Access access) {
    access.check();
    Map<String, Metadata> answer = new TreeMap<>(metadata);
    if (!access.enforced().isEmpty()) {
      answer.keySet().retainAll(metricNames(access.enforced()));
    }
    return answer;
  }

  private Collection<String> metricNames(List<Matcher> matchers) {
    return byLabels.values().stream()
        .filter(series -> !series.isEmpty() && allMatch(matchers, series.labels))
        .map(series -> series.labels.metricName())
        .collect(Collectors.toSet());
  }

  synchronized @Nullable Metadata metadata(String metricName) {
    return metadata.get(metricName);
  }

  private static boolean allMatch(List<Matcher> matchers, Labels labels) {
    for (Matcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }
}
