package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.wal.RecordBuffer;
import dev.pharos.storage.tsdb.wal.RecordEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Samples on the way into the head, in arrays side by side.
 *
 * <p>Every sample is judged when it comes, against what is committed and against the batch itself;
 * and once more at the commit, since another batch may have overtaken it.
 */
public final class HeadBatch implements SampleBatch {

  /** Makes a batch durable and visible. */
  @FunctionalInterface
  public interface Committer {
    void commit(HeadBatch batch) throws StorageException;
  }

  private record PendingExemplar(HeadSeries series, Exemplar exemplar) {}

  private record PendingMetadata(HeadSeries series, Metadata metadata) {}

  private final Head head;
  private final Committer committer;
  private final RecordBuffer records = new RecordBuffer();

  private HeadSeries[] series = new HeadSeries[64];
  private long[] timestamps = new long[64];
  private double[] values = new double[64];
  private @Nullable NativeHistogram @Nullable [] histograms;
  private int size;

  /** Index of the last sample of a series plus one, by a hash of the series. */
  private int[] lastOfSeries = new int[256];

  private final List<PendingExemplar> exemplars = new ArrayList<>();
  private final List<PendingMetadata> metadata = new ArrayList<>();
  private final Map<HeadSeries, Exemplar> lastExemplar = new HashMap<>();
  private boolean open = true;

  public HeadBatch(Head head, Committer committer) {
    this.head = head;
    this.committer = committer;
    head.batchBegins();
  }

  @Override
  public long series(Labels labels) {
    requireOpen();
    return head.reference(labels);
  }

  @Override
  public Outcome append(long reference, long startMillis, long timestampMillis, double value) {
    return append(reference, timestampMillis, value, null);
  }

  @Override
  public Outcome append(long reference, Sample sample) {
    return switch (sample) {
      case Sample.Value(long start, long timestamp, double value) ->
          append(reference, timestamp, value, null);
      case Sample.Histogram(long start, long timestamp, NativeHistogram histogram) ->
          append(reference, timestamp, 0, histogram);
      case Sample.OfExemplar(Exemplar exemplar) -> append(reference, exemplar);
      case Sample.OfMetadata(Metadata told) -> append(reference, told);
    };
  }

  private Outcome append(
      long reference, long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    requireOpen();
    HeadSeries found = head.series(reference);
    if (found == null) {
      return Outcome.UNKNOWN_SERIES;
    }
    int slot = slot(found);
    int last = lastOfSeries[slot] - 1;
    Outcome outcome =
        last >= 0 && timestampMillis <= timestamps[last]
            ? judgeAgainst(last, timestampMillis, value, histogram)
            : head.judge(found, timestampMillis, value, histogram);
    if (outcome == Outcome.ACCEPTED) {
      add(found, timestampMillis, value, histogram);
      lastOfSeries[slot] = size;
      if (2 * size > lastOfSeries.length) {
        rehash();
      }
    } else {
      head.refused(outcome);
    }
    return outcome;
  }

  private Outcome judgeAgainst(
      int last, long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    if (timestampMillis < timestamps[last]) {
      return Outcome.OUT_OF_ORDER;
    }
    return HeadSeries.same(values[last], histogram(last), value, histogram)
        ? Outcome.SAME_AGAIN
        : Outcome.DUPLICATE;
  }

  private @Nullable NativeHistogram histogram(int index) {
    return histograms == null ? null : histograms[index];
  }

  private void add(
      HeadSeries to, long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    if (size == timestamps.length) {
      series = Arrays.copyOf(series, 2 * size);
      timestamps = Arrays.copyOf(timestamps, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
      histograms = histograms == null ? null : Arrays.copyOf(histograms, 2 * size);
    }
    if (histogram != null) {
      if (histograms == null) {
        histograms = new @Nullable NativeHistogram[timestamps.length];
      }
      histograms[size] = histogram;
    }
    series[size] = to;
    timestamps[size] = timestampMillis;
    values[size] = value;
    size++;
  }

  /** Where the table has a series, or would have it. */
  private int slot(HeadSeries wanted) {
    int mask = lastOfSeries.length - 1;
    int slot = Long.hashCode(wanted.reference * 0x9E3779B97F4A7C15L) & mask;
    while (lastOfSeries[slot] != 0 && series[lastOfSeries[slot] - 1] != wanted) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void rehash() {
    lastOfSeries = new int[4 * Integer.highestOneBit(size)];
    for (int i = 0; i < size; i++) {
      lastOfSeries[slot(series[i])] = i + 1;
    }
  }

  private Outcome append(long reference, Exemplar exemplar) {
    requireOpen();
    HeadSeries found = head.series(reference);
    if (found == null) {
      return Outcome.UNKNOWN_SERIES;
    }
    Exemplar last = lastExemplar.get(found);
    Outcome outcome =
        last == null ? head.judge(found, exemplar) : ExemplarRing.judge(last, exemplar);
    if (outcome == Outcome.ACCEPTED) {
      exemplars.add(new PendingExemplar(found, exemplar));
      lastExemplar.put(found, exemplar);
    }
    return outcome;
  }

  private Outcome append(long reference, Metadata told) {
    requireOpen();
    HeadSeries found = head.series(reference);
    if (found == null) {
      return Outcome.UNKNOWN_SERIES;
    }
    if (told.equals(head.metadataOf(found))) {
      return Outcome.SAME_AGAIN;
    }
    metadata.add(new PendingMetadata(found, told));
    return Outcome.ACCEPTED;
  }

  @Override
  public void commit() throws StorageException {
    requireOpen();
    try {
      if (size > 0 || !exemplars.isEmpty() || !metadata.isEmpty()) {
        encode();
        committer.commit(this);
      }
    } finally {
      end();
    }
  }

  @Override
  public void close() {
    if (open) {
      end();
    }
  }

  private void end() {
    open = false;
    head.batchEnds();
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the batch has ended; begin another one");
    }
  }

  /**
   * Values and histograms each have records of their own, so a run of samples ends where a series
   * changes.
   */
  private void encode() {
    RecordEncoder encoder = new RecordEncoder(records);
    if (histograms == null) {
      encodeValues(encoder, 0, size);
    } else {
      int start = 0;
      Map<HeadSeries, Boolean> kinds = new HashMap<>();
      for (int i = 0; i < size; i++) {
        boolean isHistogram = histogram(i) != null;
        Boolean before = kinds.put(series[i], isHistogram);
        if (before != null && before != isHistogram) {
          encodeRun(encoder, start, i);
          start = i;
        }
      }
      encodeRun(encoder, start, size);
    }
    for (PendingExemplar pending : exemplars) {
      encoder.exemplar(pending.series().reference, pending.exemplar());
    }
    for (PendingMetadata pending : metadata) {
      encoder.metadata(pending.series().reference, pending.metadata());
    }
    encoder.finish();
  }

  private void encodeRun(RecordEncoder encoder, int from, int to) {
    encodeValues(encoder, from, to);
    for (int i = from; i < to; i++) {
      NativeHistogram histogram = histogram(i);
      if (histogram != null) {
        encoder.histogram(series[i].reference, Sample.NO_START, timestamps[i], histogram);
      }
    }
  }

  private void encodeValues(RecordEncoder encoder, int from, int to) {
    for (int i = from; i < to; i++) {
      if (histogram(i) == null) {
        encoder.sample(series[i].reference, Sample.NO_START, timestamps[i], values[i]);
      }
    }
  }

  /** The records of the batch, without those of series. */
  public RecordBuffer records() {
    return records;
  }

  /**
   * Brings back the series that the index has let go of since, and writes records of those that the
   * log does not know; under the commit lock.
   *
   * @return the series that the log will know if the records are written
   */
  public NewSeries announceSeries(RecordBuffer into) {
    NewSeries announced = new NewSeries();
    RecordEncoder encoder = new RecordEncoder(into);
    for (int i = 0; i < size; i++) {
      series[i] = announce(series[i], encoder, announced);
    }
    exemplars.replaceAll(
        e -> new PendingExemplar(announce(e.series(), encoder, announced), e.exemplar()));
    metadata.replaceAll(
        m -> new PendingMetadata(announce(m.series(), encoder, announced), m.metadata()));
    encoder.finish();
    return announced;
  }

  private HeadSeries announce(HeadSeries one, RecordEncoder encoder, NewSeries announced) {
    HeadSeries present = one.removed ? head.bringBack(one) : one;
    if (!present.logged) {
      present.logged = true;
      announced.add(present);
      encoder.series(present.reference, present.labels);
    }
    return present;
  }

  /** Makes the batch visible; under the commit lock. */
  public void apply() {
    head.apply(series, timestamps, values, histograms, size);
    for (PendingExemplar pending : exemplars) {
      head.add(pending.series(), pending.exemplar());
    }
    for (PendingMetadata pending : metadata) {
      head.add(pending.series(), pending.metadata());
    }
  }
}
