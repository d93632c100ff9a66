package dev.pharos.storage.tsdb.wal;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;

/** Takes what records hold, in the order of the log. */
public interface RecordVisitor {

  void series(long reference, Labels labels);

  void sample(long reference, long startMillis, long timestampMillis, double value);

  /** Samples with plain values that tell no start; in arrays that are used again after the call. */
  default void samples(long[] references, long[] timestampsMillis, double[] values, int size) {
    for (int i = 0; i < size; i++) {
      sample(references[i], Sample.NO_START, timestampsMillis[i], values[i]);
    }
  }

  void histogram(long reference, long startMillis, long timestampMillis, NativeHistogram histogram);

  /** The samples of a series from one instant to another, both included, are deleted. */
  void tombstone(long reference, long firstMillis, long lastMillis);

  void exemplar(long reference, Exemplar exemplar);

  void metadata(long reference, Metadata metadata);

  /** The samples of a series told so far are in a chunk of {@code chunks_head}. */
  default void mapped(long reference, long chunkReference) {}

  /** A record of a kind that did not exist when this was written, or that is of no use here. */
  default void other(int type) {}
}
