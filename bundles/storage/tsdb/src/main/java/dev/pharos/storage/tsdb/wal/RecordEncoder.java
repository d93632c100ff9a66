package dev.pharos.storage.tsdb.wal;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;

/**
 * Writes records into a {@link RecordBuffer}.
 *
 * <p>What follows each other and is of one kind shares a record: callers only say what comes, and
 * {@link #finish} at the end. Samples tell their series and instant as differences from the first
 * of their record.
 *
 * <p>Not safe for use by several threads. Allocates nothing per sample.
 */
public final class RecordEncoder implements RecordVisitor {

  /** A record beyond this is ended, so that a reader needs little memory. */
  private static final int RECORD_BYTES = 512 * 1024;

  private static final int NONE = 0;

  private final RecordBuffer out;
  private int type = NONE;
  private int start;
  private long firstReference;
  private long firstMillis;

  public RecordEncoder(RecordBuffer out) {
    this.out = out;
  }

  /** Ends the record under way, if there is one. */
  public void finish() {
    if (type != NONE) {
      out.end();
      type = NONE;
    }
  }

  /** Goes on with a record of a type, or starts one; true if it is new. */
  private boolean in(int wanted) {
    if (type == wanted && out.length() - start < RECORD_BYTES) {
      return false;
    }
    finish();
    start = out.length();
    out.begin(wanted);
    type = wanted;
    return true;
  }

  /** The same for records that start with the reference and the instant of their first entry. */
  private void in(int wanted, long reference, long timestampMillis) {
    if (in(wanted)) {
      firstReference = reference;
      firstMillis = timestampMillis;
      out.putLong(reference);
      out.putLong(timestampMillis);
    }
    out.putSigned(reference - firstReference);
    out.putSigned(timestampMillis - firstMillis);
  }

  @Override
  public void series(long reference, Labels labels) {
    in(RecordType.SERIES);
    out.putLong(reference);
    put(labels);
  }

  private void put(Labels labels) {
    out.putUnsigned(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      out.putText(labels.name(i));
      out.putText(labels.value(i));
    }
  }

  /** Writes a value; the log has no place for its start. */
  @Override
  public void sample(long reference, long startMillis, long timestampMillis, double value) {
    in(RecordType.SAMPLES, reference, timestampMillis);
    out.putDouble(value);
  }

  @Override
  public void tombstone(long reference, long firstMillis, long lastMillis) {
    in(RecordType.TOMBSTONES);
    out.putLong(reference);
    out.putSigned(firstMillis);
    out.putSigned(lastMillis);
  }

  @Override
  public void mapped(long reference, long chunkReference) {
    in(RecordType.MAPPED);
    out.putLong(reference);
    out.putLong(chunkReference);
  }

  @Override
  public void exemplar(long reference, Exemplar exemplar) {
    in(RecordType.EXEMPLARS, reference, exemplar.timestampMillis());
    out.putDouble(exemplar.value());
    put(exemplar.labels());
  }

  @Override
  public void metadata(long reference, Metadata metadata) {
    in(RecordType.METADATA);
    out.putUnsigned(reference);
    out.putByte(MetricTypes.code(metadata.type()));
    out.putUnsigned(2);
    out.putText("UNIT");
    out.putText(metadata.unit());
    out.putText("HELP");
    out.putText(metadata.help());
  }

  @Override
  public void histogram(
      long reference, long startMillis, long timestampMillis, NativeHistogram histogram) {
    boolean custom = histogram.schema() == NativeHistogram.CUSTOM_BUCKETS_SCHEMA;
    switch (histogram) {
      case NativeHistogram.Counts counts -> {
        in(
            custom ? RecordType.CUSTOM_HISTOGRAMS : RecordType.HISTOGRAMS,
            reference,
            timestampMillis);
        put(counts);
      }
      case NativeHistogram.FloatCounts floats -> {
        in(
            custom ? RecordType.CUSTOM_FLOAT_HISTOGRAMS : RecordType.FLOAT_HISTOGRAMS,
            reference,
            timestampMillis);
        put(floats);
      }
    }
    if (custom) {
      put(histogram.customBounds());
    }
  }

  private void put(NativeHistogram.Counts histogram) {
    putShape(histogram);
    out.putUnsigned(histogram.zeroCount());
    out.putUnsigned(histogram.count());
    out.putDouble(histogram.sum());
    put(histogram.positiveSpans());
    put(histogram.negativeSpans());
    putDifferences(histogram.positiveCounts());
    putDifferences(histogram.negativeCounts());
  }

  private void put(NativeHistogram.FloatCounts histogram) {
    putShape(histogram);
    out.putDouble(histogram.zeroCount());
    out.putDouble(histogram.count());
    out.putDouble(histogram.sum());
    put(histogram.positiveSpans());
    put(histogram.negativeSpans());
    put(histogram.positiveCounts());
    put(histogram.negativeCounts());
  }

  private void putShape(NativeHistogram histogram) {
    out.putByte(ResetHints.code(histogram.resetHint()));
    out.putSigned(histogram.schema());
    out.putDouble(histogram.zeroThreshold());
  }

  private void put(NativeHistogram.Span[] spans) {
    out.putUnsigned(spans.length);
    for (NativeHistogram.Span span : spans) {
      out.putSigned(span.offset());
      out.putUnsigned(span.length());
    }
  }

  /** Counts of buckets are told as differences from the bucket before. */
  private void putDifferences(long[] counts) {
    out.putUnsigned(counts.length);
    long before = 0;
    for (long count : counts) {
      out.putSigned(count - before);
      before = count;
    }
  }

  private void put(double[] values) {
    out.putUnsigned(values.length);
    for (double value : values) {
      out.putDouble(value);
    }
  }
}
