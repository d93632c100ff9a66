package dev.pharos.storage.tsdb.compact;

import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.tsdb.chunk.ChunkDecoder;
import dev.pharos.storage.tsdb.chunk.HistogramEncoder;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.chunk.XorWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Packs samples that come in the order of time into chunks. Not safe for use by several threads.
 */
public final class ChunkPacker {

  private final Consumer<PackedChunk> packed;

  /** The chunk being filled; at most one of the two. */
  private @Nullable XorWriter values;

  private @Nullable HistogramEncoder histograms;

  /** The histograms before, of which the next chunk of them tells whether it goes on from there. */
  private @Nullable HistogramEncoder earlier;

  /**
   * A packer with nothing in it.
   *
   * @param packed takes each chunk when it is full
   */
  public ChunkPacker(Consumer<PackedChunk> packed) {
    this.packed = packed;
  }

  /** Adds the sample at which a decoder stands. */
  void add(ChunkDecoder decoder) {
    switch (decoder.kind()) {
      case VALUE -> add(decoder.timestampMillis(), decoder.value());
      case HISTOGRAM -> add(decoder.timestampMillis(), decoder.histogram());
      case END -> throw new IllegalStateException("the decoder stands at no sample");
    }
  }

  /** Adds a value. */
  public void add(long timestampMillis, double value) {
    XorWriter writer = values;
    if (writer == null || writer.count() >= PackedChunk.FULL_SAMPLES) {
      flush();
      writer = new XorWriter();
      values = writer;
    }
    writer.append(timestampMillis, value);
  }

  /** Adds a histogram. */
  public void add(long timestampMillis, NativeHistogram histogram) {
    HistogramEncoder encoder = histograms;
    if (encoder == null
        || encoder.count() >= PackedChunk.FULL_SAMPLES
        || !encoder.append(timestampMillis, histogram)) {
      finishChunk();
      histograms = HistogramEncoder.begin(earlier, timestampMillis, histogram);
    }
  }

  /** Ends the run of samples: what follows does not go on from here. */
  public void flush() {
    finishChunk();
    earlier = null;
  }

  private void finishChunk() {
    XorWriter writer = values;
    if (writer != null) {
      packed.accept(writer.seal());
      values = null;
    }
    HistogramEncoder encoder = histograms;
    if (encoder != null) {
      byte[] bytes = encoder.seal();
      packed.accept(
          new PackedChunk(
              encoder.firstMillis(),
              encoder.lastMillis(),
              encoder.encoding(),
              bytes,
              bytes.length));
      earlier = encoder;
      histograms = null;
    }
  }
}
