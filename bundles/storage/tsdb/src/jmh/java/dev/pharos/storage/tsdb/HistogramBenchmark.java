package dev.pharos.storage.tsdb;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Counts;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.ChunkDecoder;
import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.chunk.HistogramEncoder;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Packing and unpacking chunks of histograms with {@link #BUCKETS} buckets: time per histogram. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HistogramBenchmark {

  private static final int CHUNKS = 50;
  private static final int PER_CHUNK = 60;
  private static final int SAMPLES = CHUNKS * PER_CHUNK;
  private static final int BUCKETS = 24;

  @Param({"integers", "floats"})
  public String counts;

  private final NativeHistogram[][] samples = new NativeHistogram[CHUNKS][PER_CHUNK];
  private final byte[][] chunks = new byte[CHUNKS][];
  private final int[] lengths = new int[CHUNKS];
  private final ChunkDecoder decoder = new ChunkDecoder();
  private Encoding encoding;

  @Setup
  public void fill() {
    Random random = new Random(1);
    for (int c = 0; c < CHUNKS; c++) {
      long[] buckets = new long[BUCKETS];
      for (int i = 0; i < PER_CHUNK; i++) {
        for (int j = 0; j < 200; j++) {
          int bucket = (int) Math.round(BUCKETS / 2.0 + random.nextGaussian() * 4);
          buckets[Math.clamp(bucket, 0, BUCKETS - 1)]++;
        }
        samples[c][i] = histogram(buckets.clone());
      }
      HistogramEncoder packed = pack(c);
      encoding = packed.encoding();
      lengths[c] = packed.size();
      chunks[c] = Arrays.copyOf(packed.seal(), packed.size() + ChunkDecoder.SPARE_BYTES);
    }
  }

  private NativeHistogram histogram(long[] buckets) {
    Span[] spans = {new Span(-3, BUCKETS / 2), new Span(2, BUCKETS / 2)};
    long count = Arrays.stream(buckets).sum();
    double[] reals = Arrays.stream(buckets).asDoubleStream().toArray();
    return counts.equals("floats")
        ? new FloatCounts(
            ResetHint.UNKNOWN, 3, 0x1p-128, 0, count, count * 0.7, spans, reals, new Span[0],
            new double[0], new double[0])
        : new Counts(
            ResetHint.UNKNOWN, 3, 0x1p-128, 0, count, count * 0.7, spans, buckets, new Span[0],
            new long[0], new double[0]);
  }

  private HistogramEncoder pack(int chunk) {
    HistogramEncoder encoder = HistogramEncoder.begin(null, 1_700_000_000_000L, samples[chunk][0]);
    for (int i = 1; i < PER_CHUNK; i++) {
      if (!encoder.append(1_700_000_000_000L + i * 15_000L, samples[chunk][i])) {
        throw new IllegalStateException("a counter that only rises fits into its chunk");
      }
    }
    return encoder;
  }

  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public int encode() {
    int bytes = 0;
    for (int c = 0; c < CHUNKS; c++) {
      bytes += pack(c).size();
    }
    return bytes;
  }

  /** Times only: what a search for an instant does. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public long pass() throws StorageException {
    long sum = 0;
    for (int c = 0; c < CHUNKS; c++) {
      decoder.reset(encoding, chunks[c], 0, lengths[c]);
      while (decoder.next()) {
        sum += decoder.timestampMillis();
      }
    }
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public double decode() throws StorageException {
    double sum = 0;
    for (int c = 0; c < CHUNKS; c++) {
      decoder.reset(encoding, chunks[c], 0, lengths[c]);
      while (decoder.next()) {
        sum += decoder.histogram().sum();
      }
    }
    return sum;
  }
}
