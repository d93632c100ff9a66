package dev.pharos.query.promql;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import dev.pharos.query.api.QueryEngine.Options;
import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryResult;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.memory.MemoryStorage;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The operators of one family over a thousand series of samples in memory, an hour in 240 instants:
 * time per query. What an operator costs is what its query takes beyond the selector alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public abstract class OperatorBenchmark {

  private static final int SERIES = 1_000;
  private static final int SAMPLES = 480;
  private static final int STEPS = 240;
  private static final long INTERVAL = 15_000;

  private final MemoryStorage storage = new MemoryStorage();
  private final PromqlEngine engine = PromqlEngine.over(storage);

  /** Makes counters {@code x}, ten of them buckets of a histogram each. */
  @Setup
  public void fill() throws StorageException {
    Random random = new Random(1);
    try (SampleBatch batch = storage.begin()) {
      for (int i = 0; i < SERIES; i++) {
        String group = Integer.toString(i / 10);
        String bound = i % 10 == 9 ? "+Inf" : Integer.toString(i % 10);
        long series =
            batch.series(Labels.of("__name__", "x", "i", "i" + i, "g", group, "le", bound));
        double value = 0;
        for (int n = 0; n < SAMPLES; n++) {
          value += random.nextInt(20);
          batch.append(series, Sample.NO_START, n * INTERVAL + i % 1000, value);
        }
      }
      batch.commit();
    }
  }

  /** Asks over the whole hour. */
  QueryResult range(String query) throws QueryException {
    long end = SAMPLES * INTERVAL;
    return engine.range(
        Access.system(), query, end - (STEPS - 1) * INTERVAL, end, INTERVAL, Options.DEFAULT);
  }

  /** Asks at its end. */
  QueryResult instant(String query) throws QueryException {
    return engine.instant(Access.system(), query, SAMPLES * INTERVAL, Options.DEFAULT);
  }
}
