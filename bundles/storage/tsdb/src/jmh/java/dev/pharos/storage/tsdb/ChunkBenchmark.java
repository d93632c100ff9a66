package dev.pharos.storage.tsdb;

import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.ChunkDecoder;
import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.chunk.XorWriter;
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

/**
 * Packing and unpacking full chunks of values: time per sample. There are many different chunks, so
 * that the processor cannot learn their bits by heart.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChunkBenchmark {

  private static final int CHUNKS = 500;
  private static final int SAMPLES = CHUNKS * PackedChunk.FULL_SAMPLES;

  /** What the values do: nothing, count, wander with two decimals, anything. */
  @Param({"constant", "counter", "gauge", "random"})
  public String values;

  /** Milliseconds by which scrapes come early or late. */
  @Param("5")
  public int jitter;

  private final long[] timestamps = new long[PackedChunk.FULL_SAMPLES];
  private final double[] into = new double[PackedChunk.FULL_SAMPLES];
  private final long[][] times = new long[CHUNKS][PackedChunk.FULL_SAMPLES];
  private final double[][] samples = new double[CHUNKS][PackedChunk.FULL_SAMPLES];
  private final byte[][] chunks = new byte[CHUNKS][];
  private final int[] lengths = new int[CHUNKS];
  private final ChunkDecoder decoder = new ChunkDecoder();

  @Setup
  public void fill() {
    Random random = new Random(1);
    for (int c = 0; c < CHUNKS; c++) {
      double value = random.nextInt(1_000_000);
      for (int i = 0; i < PackedChunk.FULL_SAMPLES; i++) {
        value =
            switch (values) {
              case "constant" -> value;
              case "counter" -> value + random.nextInt(100);
              case "gauge" -> Math.rint((value + random.nextGaussian()) * 100) / 100;
              default -> random.nextDouble();
            };
        samples[c][i] = value;
        times[c][i] = 1_700_000_000_000L + i * 15_000L + random.nextInt(jitter + 1);
      }
      PackedChunk packed = pack(c);
      lengths[c] = packed.length();
      chunks[c] = Arrays.copyOf(packed.bytes(), packed.length() + ChunkDecoder.SPARE_BYTES);
    }
  }

  private PackedChunk pack(int chunk) {
    XorWriter writer = new XorWriter();
    for (int i = 0; i < PackedChunk.FULL_SAMPLES; i++) {
      writer.append(times[chunk][i], samples[chunk][i]);
    }
    return writer.seal();
  }

  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public int encode() {
    int bytes = 0;
    for (int c = 0; c < CHUNKS; c++) {
      bytes += pack(c).length();
    }
    return bytes;
  }

  /** One sample after the other. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public double decode() throws StorageException {
    double sum = 0;
    for (int c = 0; c < CHUNKS; c++) {
      decoder.reset(Encoding.XOR, chunks[c], 0, lengths[c]);
      while (decoder.next()) {
        sum += decoder.value();
      }
    }
    return sum;
  }

  /** A whole chunk into two arrays. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public double decodeMany() throws StorageException {
    double sum = 0;
    for (int c = 0; c < CHUNKS; c++) {
      decoder.reset(Encoding.XOR, chunks[c], 0, lengths[c]);
      int many = decoder.read(timestamps, into, 0, into.length);
      sum += into[many - 1] + timestamps[0];
    }
    return sum;
  }
}
