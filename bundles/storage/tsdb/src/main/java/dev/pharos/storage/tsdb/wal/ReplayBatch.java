package dev.pharos.storage.tsdb.wal;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one kind that follow each other in a log, on their way from the thread that decodes to
 * the one that applies. Used again and again.
 */
final class ReplayBatch {

  /** What its entries are. */
  enum Kind {
    SERIES,
    VALUES,
    HISTOGRAMS,
    TOMBSTONES,
    EXEMPLARS,
    METADATA,
    MAPPED,
    /** Nothing: the log ends. */
    END
  }

  static final int CAPACITY = 8192;

  /** So many entries that are objects, so that what is in flight stays small. */
  private static final int OBJECTS = 1024;

  private final long[] references = new long[CAPACITY];
  private final long[] firsts = new long[CAPACITY];
  private final double[] values = new double[CAPACITY];
  private final long[] seconds = new long[OBJECTS];
  private final @Nullable Object[] objects = new @Nullable Object[OBJECTS];
  private Kind kind = Kind.VALUES;
  private int size;

  void start(Kind next) {
    kind = next;
    size = 0;
  }

  Kind kind() {
    return kind;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size == (kind == Kind.VALUES ? CAPACITY : OBJECTS);
  }

  void value(long reference, long timestampMillis, double value) {
    references[size] = reference;
    firsts[size] = timestampMillis;
    values[size] = value;
    size++;
  }

  /** Adds values from one place on as far as there is room; tells how many. */
  int values(long[] series, long[] timestampsMillis, double[] some, int from, int to) {
    int count = Math.min(to - from, CAPACITY - size);
    System.arraycopy(series, from, references, size, count);
    System.arraycopy(timestampsMillis, from, firsts, size, count);
    System.arraycopy(some, from, values, size, count);
    size += count;
    return count;
  }

  /** An entry of another kind: what of these it has. */
  void entry(long reference, long first, long second, @Nullable Object object) {
    references[size] = reference;
    firsts[size] = first;
    seconds[size] = second;
    objects[size] = object;
    size++;
  }

  void applyTo(ReplayTarget target) {
    if (kind == Kind.VALUES) {
      target.values(references, firsts, values, size);
      return;
    }
    for (int i = 0; i < size; i++) {
      apply(i, target);
      objects[i] = null;
    }
  }

  private void apply(int i, ReplayTarget target) {
    long reference = references[i];
    // No switch over types: making its machinery takes as long as replaying a small log.
    Object object = objects[i];
    if (object instanceof Labels labels) {
      target.series(reference, labels);
    } else if (object instanceof NativeHistogram histogram) {
      target.histogram(reference, firsts[i], histogram);
    } else if (object instanceof Exemplar exemplar) {
      target.exemplar(reference, exemplar);
    } else if (object instanceof Metadata metadata) {
      target.metadata(reference, metadata);
    } else if (kind == Kind.MAPPED) {
      target.mapped(reference, firsts[i]);
    } else {
      target.tombstone(reference, firsts[i], seconds[i]);
    }
  }
}
