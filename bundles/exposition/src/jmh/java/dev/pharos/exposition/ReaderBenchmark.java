package dev.pharos.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pharos.exposition.ExpositionReader.Entry;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Reading and writing 10,000 samples; times are for one.
 *
 * <p>{@code series} is the hit path of a scrape: series are known by their bytes. {@code labels}
 * is the first scrape of a target. The text is about 70 bytes a sample, which it prints at start.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReaderBenchmark {

  private static final int FAMILIES = 100;
  private static final int SAMPLES = 10_000;

  @Param({"TEXT", "OPENMETRICS"})
  private ExpositionFormat format;

  private final List<Labels> labels = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();
  private byte[] text = {};
  private ExpositionReader reader = ExpositionReader.of(ExpositionFormat.TEXT);

  @Setup
  public void write() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < SAMPLES; i++) {
      labels.add(Labels.of("code", "200", "handler", "/api/v1/" + i, "method", "GET"));
      values.add(i % 2 == 0 ? i : random.nextDouble() * 1e6);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writeTo(bytes);
    text = bytes.toByteArray();
    reader = ExpositionReader.of(format);
    System.out.println(text.length / SAMPLES + " bytes a sample: "
        + new String(text, 0, 200, UTF_8).lines().skip(2).findFirst().orElse(""));
  }

  private void writeTo(OutputStream out) throws IOException {
    ExpositionWriter writer = ExpositionWriter.of(format, out);
    for (int i = 0; i < SAMPLES; i++) {
      if (i % (SAMPLES / FAMILIES) == 0) {
        writer.family("http_requests_" + i + "_total", MetricType.COUNTER, "Requests answered.");
      }
      writer.sample(labels.get(i), values.get(i));
    }
    writer.end();
  }

  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public void series(Blackhole sink) throws ExpositionException {
    reader.reset(text, 0, text.length);
    for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
      if (entry == Entry.SERIES) {
        sink.consume(reader.seriesLength());
        sink.consume(reader.value());
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public void labels(Blackhole sink) throws ExpositionException {
    reader.reset(text, 0, text.length);
    for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
      if (entry == Entry.SERIES) {
        sink.consume(reader.labels());
        sink.consume(reader.value());
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public void written() throws IOException {
    writeTo(OutputStream.nullOutputStream());
  }
}
