package dev.pharos.storage.memory;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Samples on the way into a {@link MemoryHead}. */
final class MemoryBatch implements SampleBatch {

  record Pending(
      MemorySeries series,
      long startMillis,
      long timestampMillis,
      double value,
      @Nullable NativeHistogram histogram) {}

  record PendingExemplar(MemorySeries series, Exemplar exemplar) {}

  private final MemoryHead head;
  private final List<Pending> samples = new ArrayList<>();
  private final List<PendingExemplar> exemplars = new ArrayList<>();
  private final Map<String, Metadata> metadata = new HashMap<>();
  private final Map<MemorySeries, Pending> lastSample = new HashMap<>();
  private final Map<MemorySeries, Exemplar> lastExemplar = new HashMap<>();
  private boolean open = true;

  MemoryBatch(MemoryHead head) {
    this.head = head;
  }

  @Override
  public long series(Labels labels) {
    requireOpen();
    return head.reference(labels);
  }

  @Override
  public Outcome append(long series, long startMillis, long timestampMillis, double value) {
    return append(series, startMillis, timestampMillis, value, null);
  }

  @Override
  public Outcome append(long series, Sample sample) {
    return switch (sample) {
      case Sample.Value(long start, long timestamp, double value) ->
          append(series, start, timestamp, value);
      case Sample.Histogram(long start, long timestamp, NativeHistogram histogram) ->
          append(series, start, timestamp, 0, histogram);
      case Sample.OfExemplar(Exemplar exemplar) -> append(series, exemplar);
      case Sample.OfMetadata(Metadata told) -> append(series, told);
    };
  }

  private Outcome append(
      long reference,
      long startMillis,
      long timestampMillis,
      double value,
      @Nullable NativeHistogram histogram) {
    requireOpen();
    MemorySeries series = head.series(reference);
    if (series == null) {
      return Outcome.UNKNOWN_SERIES;
    }
    Pending last = lastSample.get(series);
    Outcome outcome =
        last == null || last.timestampMillis() < timestampMillis
            ? head.judge(series, timestampMillis, value, histogram)
            : judge(last, timestampMillis, value, histogram);
    if (outcome == Outcome.ACCEPTED) {
      Pending sample = new Pending(series, startMillis, timestampMillis, value, histogram);
      samples.add(sample);
      lastSample.put(series, sample);
    }
    return outcome;
  }

  private static Outcome judge(
      Pending last, long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    if (timestampMillis < last.timestampMillis()) {
      return Outcome.OUT_OF_ORDER;
    }
    return MemoryHead.same(last.value(), last.histogram(), value, histogram)
        ? Outcome.SAME_AGAIN
        : Outcome.DUPLICATE;
  }

  private Outcome append(long reference, Exemplar exemplar) {
    requireOpen();
    MemorySeries series = head.series(reference);
    if (series == null) {
      return Outcome.UNKNOWN_SERIES;
    }
    Exemplar last = lastExemplar.get(series);
    Outcome outcome =
        last == null ? head.judge(series, exemplar) : MemoryHead.judge(last, exemplar);
    if (outcome == Outcome.ACCEPTED) {
      exemplars.add(new PendingExemplar(series, exemplar));
      lastExemplar.put(series, exemplar);
    }
    return outcome;
  }

  private Outcome append(long reference, Metadata told) {
    requireOpen();
    MemorySeries series = head.series(reference);
    if (series == null) {
      return Outcome.UNKNOWN_SERIES;
    }
    String metric = series.labels.metricName();
    Metadata before = metadata.getOrDefault(metric, head.metadata(metric));
    if (told.equals(before)) {
      return Outcome.SAME_AGAIN;
    }
    metadata.put(metric, told);
    return Outcome.ACCEPTED;
  }

  @Override
  public void commit() {
    requireOpen();
    open = false;
    head.write(samples, exemplars, metadata);
  }

  @Override
  public void close() {
    open = false;
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the batch has ended; begin another one");
    }
  }
}
