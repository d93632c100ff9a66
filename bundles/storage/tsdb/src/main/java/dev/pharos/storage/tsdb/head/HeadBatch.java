package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.Resolution;
import dev.pharos.storage.tsdb.wal.RecordBuffer;
import dev.pharos.storage.tsdb.wal.RecordEncoder;
import java.io.IOException;
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

  private record PendingExemplar(long series, Labels labels, Exemplar exemplar) {}

  private record PendingMetadata(long series, Labels labels, Metadata metadata) {}

  private final Head head;
  private final Committer committer;
  private final Era.Period began;
  private final RecordBuffer records;

  private long[] references;
  private long[] timestamps;
  private double[] values;
  private @Nullable NativeHistogram @Nullable [] histograms;
  private int size;

  /** The greatest reference so far: a series above it has no sample in the batch. */
  private long greatest;

  /** Index of the last sample of a series plus one, by a hash of its reference; null at first. */
  private int @Nullable [] lastOfSeries;

  private final List<PendingExemplar> exemplars = new ArrayList<>(0);
  private final List<PendingMetadata> metadata = new ArrayList<>(0);
  private final Map<Long, Exemplar> lastExemplar = new HashMap<>();
  private final LateBatch late = new LateBatch();
  private boolean open = true;

  public HeadBatch(Head head, Committer committer) {
    this.head = head;
    this.committer = committer;
    this.began = head.batchBegins();
    BatchArrays.Arrays arrays = head.batchArrays().take();
    this.references = arrays.references();
    this.timestamps = arrays.timestamps();
    this.values = arrays.values();
    this.records = arrays.records();
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

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a histogram's counts are not those that its spans tell of
   */
  @Override
  public Outcome append(long reference, Sample sample) {
    return switch (sample) {
      case Sample.Value(long start, long timestamp, double value) ->
          append(reference, timestamp, value, null);
      case Sample.Histogram(long start, long timestamp, NativeHistogram histogram) -> {
        String fault = HistogramCheck.fault(histogram);
        if (fault != null) {
          throw new IllegalArgumentException("the histogram cannot be stored: " + fault);
        }
        // Brought down here, so that the log has what the chunks will have.
        yield append(reference, timestamp, 0, Resolution.bounded(histogram));
      }
      case Sample.OfExemplar(Exemplar exemplar) -> append(reference, exemplar);
      case Sample.OfMetadata(Metadata told) -> append(reference, told);
    };
  }

  private Outcome append(
      long reference, long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    requireOpen();
    Page page = head.page(reference);
    if (page == null) {
      return Outcome.UNKNOWN_SERIES;
    }
    int last = reference > greatest ? -1 : lastOf(reference);
    Outcome outcome =
        last >= 0 && timestampMillis <= timestamps[last]
            ? judgeAgainst(last, timestampMillis, value, histogram)
            : head.rows()
                .judge(page, (int) reference & Page.ROW_MASK, timestampMillis, value, histogram);
    if (outcome == Outcome.ACCEPTED) {
      add(reference, timestampMillis, value, histogram);
      return outcome;
    }
    if (outcome == Outcome.OUT_OF_ORDER || outcome == Outcome.TOO_OLD) {
      noteLate(timestampMillis);
    }
    LateRows lateRows = head.rows().late();
    if (lateRows.isOpen() && (outcome == Outcome.OUT_OF_ORDER || outcome == Outcome.TOO_OLD)) {
      outcome = lateRows.judge(head.maxMillis(), reference, timestampMillis, value, histogram);
    }
    if (outcome == Outcome.ACCEPTED) {
      late.add(reference, timestampMillis, value, histogram);
    } else {
      head.rows().refused(outcome, histogram);
    }
    return outcome;
  }

  private void noteLate(long timestampMillis) {
    long latest = head.maxMillis();
    if (timestampMillis < latest) {
      head.figures().lateBy.observe((latest - timestampMillis) / 1000.0);
    }
  }

  private Outcome judgeAgainst(
      int last, long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    if (timestampMillis < timestamps[last]) {
      return Outcome.OUT_OF_ORDER;
    }
    return HeadRows.same(values[last], histogram(last), value, histogram)
        ? Outcome.SAME_AGAIN
        : Outcome.DUPLICATE;
  }

  private @Nullable NativeHistogram histogram(int index) {
    return histograms == null ? null : histograms[index];
  }

  private void add(
      long reference, long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    if (size == timestamps.length) {
      references = Arrays.copyOf(references, 2 * size);
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
    references[size] = reference;
    timestamps[size] = timestampMillis;
    values[size] = value;
    size++;
    greatest = Math.max(greatest, reference);
    int[] table = lastOfSeries;
    if (table != null) {
      if (2 * size > table.length) {
        index();
      } else {
        table[slot(table, reference)] = size;
      }
    }
  }

  /** Index of the last sample of a series in the batch, or -1. */
  private int lastOf(long reference) {
    // Most batches name each series once, in the order of references, and need no table.
    int[] table = lastOfSeries;
    if (table == null) {
      table = index();
    }
    return table[slot(table, reference)] - 1;
  }

  /** Where the table has a series, or would have it. */
  private int slot(int[] table, long wanted) {
    int mask = table.length - 1;
    int slot = Long.hashCode(wanted * 0x9E3779B97F4A7C15L) & mask;
    while (table[slot] != 0 && references[table[slot] - 1] != wanted) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int[] index() {
    int[] table = new int[Math.max(256, 4 * Integer.highestOneBit(Math.max(1, size)))];
    for (int i = 0; i < size; i++) {
      table[slot(table, references[i])] = i + 1;
    }
    lastOfSeries = table;
    return table;
  }

  private @Nullable Labels known(long reference) {
    return head.page(reference) == null ? null : head.labels(reference);
  }

  private Outcome append(long reference, Exemplar exemplar) {
    requireOpen();
    Labels labels = known(reference);
    if (labels == null) {
      return Outcome.UNKNOWN_SERIES;
    }
    ExemplarRing ring = head.exemplars();
    if (ring.capacity() == 0) {
      return Outcome.ACCEPTED; // None is held, and whoever brings them need not care.
    }
    Exemplar last = lastExemplar.get(reference);
    Outcome outcome =
        last == null ? ring.judge(labels, exemplar) : ExemplarRing.judge(last, exemplar);
    if (outcome == Outcome.OUT_OF_ORDER) {
      head.figures().exemplarsOutOfOrder.increment();
    }
    if (outcome == Outcome.ACCEPTED) {
      exemplars.add(new PendingExemplar(reference, labels, exemplar));
      lastExemplar.put(reference, exemplar);
    }
    return outcome;
  }

  private Outcome append(long reference, Metadata told) {
    requireOpen();
    Labels labels = known(reference);
    if (labels == null) {
      return Outcome.UNKNOWN_SERIES;
    }
    if (told.equals(head.metadataOf(labels))) {
      return Outcome.SAME_AGAIN;
    }
    metadata.add(new PendingMetadata(reference, labels, told));
    return Outcome.ACCEPTED;
  }

  @Override
  public void commit() throws StorageException {
    requireOpen();
    try {
      if (size + late.size() > 0 || !exemplars.isEmpty() || !metadata.isEmpty()) {
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
    head.batchArrays().giveBack(new BatchArrays.Arrays(references, timestamps, values, records));
    head.batchEnds(began);
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
      Map<Long, Boolean> kinds = new HashMap<>();
      for (int i = 0; i < size; i++) {
        boolean isHistogram = histogram(i) != null;
        Boolean before = kinds.put(references[i], isHistogram);
        if (before != null && before != isHistogram) {
          encodeRun(encoder, start, i);
          start = i;
        }
      }
      encodeRun(encoder, start, size);
    }
    for (PendingExemplar pending : exemplars) {
      encoder.exemplar(pending.series(), pending.exemplar());
    }
    for (PendingMetadata pending : metadata) {
      encoder.metadata(pending.series(), pending.metadata());
    }
    encoder.finish();
  }

  private void encodeRun(RecordEncoder encoder, int from, int to) {
    encodeValues(encoder, from, to);
    for (int i = from; i < to; i++) {
      NativeHistogram histogram = histogram(i);
      if (histogram != null) {
        encoder.histogram(references[i], Sample.NO_START, timestamps[i], histogram);
      }
    }
  }

  private void encodeValues(RecordEncoder encoder, int from, int to) {
    for (int i = from; i < to; i++) {
      if (histogram(i) == null) {
        encoder.sample(references[i], Sample.NO_START, timestamps[i], values[i]);
      }
    }
  }

  /** The records of the batch, without those of series. */
  public RecordBuffer records() {
    return records;
  }

  /**
   * Writes the samples that come out of order to their log, before anything else is written; under
   * the commit lock.
   *
   * @throws IOException if that failed; then nothing of the batch may be kept
   */
  public void logLate() throws IOException {
    head.rows().findLate(references, timestamps, values, histograms, size, late);
    head.logLate(late);
  }

  /**
   * Writes records of the series that the log does not know; under the commit lock.
   *
   * @return the series that the log will know if the records are written
   */
  public NewSeries announceSeries(RecordBuffer into) {
    if (head.index().unlogged() == 0) {
      return NewSeries.NONE;
    }
    NewSeries announced = new NewSeries(head.index());
    RecordEncoder encoder = new RecordEncoder(into);
    for (int i = 0; i < size; i++) {
      announced.announce(references[i], encoder);
    }
    for (int i = 0; i < late.size(); i++) {
      announced.announce(late.reference(i), encoder);
    }
    for (PendingExemplar pending : exemplars) {
      announced.announce(pending.series(), encoder);
    }
    for (PendingMetadata pending : metadata) {
      announced.announce(pending.series(), encoder);
    }
    encoder.finish();
    return announced;
  }

  /** Makes the batch visible; under the commit lock. */
  public void apply() {
    head.rows().apply(references, timestamps, values, histograms, size, late);
    for (PendingExemplar pending : exemplars) {
      head.add(pending.labels(), pending.exemplar());
    }
    for (PendingMetadata pending : metadata) {
      head.add(pending.labels(), pending.metadata());
    }
  }
}
