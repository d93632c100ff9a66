package dev.pharos.storage.tsdb;

import dev.pharos.storage.tsdb.chunk.Chunk;
import dev.pharos.storage.tsdb.chunk.XorChunk;
import dev.pharos.storage.tsdb.chunk.XorReader;
import dev.pharos.storage.tsdb.chunk.XorWriter;
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

/** Packing and unpacking a full chunk: time per sample. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChunkBenchmark {

  @Param({"constant", "counter", "random"})
  public String values;

  private final double[] samples = new double[Chunk.MAX_SAMPLES];
  private XorChunk chunk;

  @Setup
  public void fill() {
    Random random = new Random(1);
    for (int i = 1; i < samples.length; i++) {
      samples[i] =
          switch (values) {
            case "constant" -> 1;
            case "counter" -> samples[i - 1] + random.nextInt(100);
            default -> random.nextDouble();
          };
    }
    chunk = encode();
  }

  @Benchmark
  @OperationsPerInvocation(Chunk.MAX_SAMPLES)
  public XorChunk encode() {
    XorWriter writer = new XorWriter();
    for (int i = 0; i < samples.length; i++) {
      writer.append(1_700_000_000_000L + i * 15_000L, samples[i]);
    }
    return writer.seal();
  }

  @Benchmark
  @OperationsPerInvocation(Chunk.MAX_SAMPLES)
  public double decode() {
    XorReader reader = chunk.reader();
    double sum = 0;
    while (reader.next()) {
      sum += reader.value();
    }
    return sum;
  }
}
