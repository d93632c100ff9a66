package dev.pharos.web.prometheus.remote;

import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A request of 2,000 known series into a batch that does nothing: time per sample. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WriteBenchmark {

  private static final int SAMPLES = 2000;
  private static final int REQUESTS = 10;
  private static final long NOW = 1_700_000_000_000L;

  private final byte[][] requests = new byte[REQUESTS][];
  private final byte[][] bodies = new byte[REQUESTS][];
  private final WriteReceiver receiver =
      new WriteReceiver(
          new WriteMetrics(), InstantSource.system(), System::nanoTime, 64 << 20, 64 << 20);
  private final SeriesHash hash =
      SeriesHash.with(SeriesHash.keys(new java.util.SplittableRandom(1)));
  private final byte[] unpacked = new byte[1 << 20];
  private int next;

  private static final class Nowhere implements SampleBatch {
    private static long references;
    private double sum;

    @Override
    public long series(Labels labels) {
      return ++references;
    }

    @Override
    public Outcome append(long series, long startMillis, long timestampMillis, double value) {
      sum += value;
      return Outcome.ACCEPTED;
    }

    @Override
    public Outcome append(long series, Sample sample) {
      return Outcome.ACCEPTED;
    }

    @Override
    public void commit() {}

    @Override
    public void close() {}
  }

  @Setup
  public void make() {
    for (int r = 0; r < REQUESTS; r++) {
      WriteRequests request = WriteRequests.message();
      for (int i = 0; i < SAMPLES; i++) {
        int number = i;
        request.series(
            s -> s.sample(NOW + number, number * 1.5),
            "__name__", "http_request_duration_seconds_bucket",
            "cluster", "c1",
            "dc", "dc" + r % 4,
            "handler", "/api/v1/resource/" + i / 12,
            "instance", "node-%05d:9100".formatted(r),
            "job", "bench",
            "le", Integer.toString(i % 12),
            "method", "GET");
      }
      requests[r] = request.toBytes();
      bodies[r] = request.toBody();
    }
  }

  /** All of it but the server and the storage. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public WriteReceiver.Reply receive() throws IOException {
    byte[] body = bodies[next++ % REQUESTS];
    return receiver.receive(
        Nowhere::new, "", "", body.length, new ByteArrayInputStream(body));
  }

  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public byte[] unpack() throws MalformedRequestException {
    int r = next++ % REQUESTS;
    new SnappyBlock().unpack(bodies[r], bodies[r].length, unpacked, requests[r].length);
    return unpacked;
  }

  /** The bytes of labels alone: one hash for each series. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public long hash() {
    byte[] bytes = requests[next++ % REQUESTS];
    int length = bytes.length / SAMPLES;
    long sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      hash.hash(bytes, i * length, (i + 1) * length);
      sum += hash.high() + hash.low();
    }
    return sum;
  }
}
