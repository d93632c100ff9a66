package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.api.SampleCursor.Kind;
import java.util.Objects;

/** Goes over a {@link HistogramChunk}. */
public final class HistogramReader implements ChunkReader {

  private final HistogramChunk chunk;
  private int current = -1;

  HistogramReader(HistogramChunk chunk) {
    this.chunk = chunk;
  }

  @Override
  public boolean next() {
    current = Math.min(current + 1, chunk.count());
    return current < chunk.count();
  }

  @Override
  public Kind kind() {
    return Kind.HISTOGRAM;
  }

  @Override
  public long timestampMillis() {
    return chunk.timestamps()[current];
  }

  @Override
  public double value() {
    throw new IllegalStateException("the current sample is a histogram");
  }

  @Override
  public NativeHistogram histogram() {
    return Objects.requireNonNull(chunk.histograms()[current]);
  }
}
