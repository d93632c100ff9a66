package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.api.SampleCursor.Kind;

/** Goes over the samples of one chunk. Allocates nothing per sample. */
public sealed interface ChunkReader permits XorReader, HistogramReader {

  /** Goes on to the next sample; false if there is none. */
  boolean next();

  /** What the samples of this chunk are. */
  Kind kind();

  long timestampMillis();

  /** The current value; only if these are values. */
  double value();

  /** The current histogram; only if these are histograms. */
  NativeHistogram histogram();
}
