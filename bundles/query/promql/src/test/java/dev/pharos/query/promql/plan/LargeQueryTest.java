package dev.pharos.query.promql.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import dev.pharos.query.api.QueryEngine.Options;
import dev.pharos.query.api.QueryResult;
import dev.pharos.query.api.QueryTrace;
import dev.pharos.query.api.QueryValue;
import dev.pharos.query.promql.PromqlEngine;
import dev.pharos.query.promql.histogram.Kahan;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.memory.MemoryStorage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Queries over so many series that a helper takes part. */
class LargeQueryTest {

  private static final int SERIES = 4_000;
  private static final int STEPS = 40;
  private static final MemoryStorage STORAGE = new MemoryStorage();

  @BeforeAll
  static void load() throws StorageException {
    Random random = new Random(7);
    try (SampleBatch batch = STORAGE.begin()) {
      for (int s = 0; s < SERIES; s++) {
        String group = Integer.toString(s % 10);
        long series =
            batch.series(Labels.of("__name__", "x", "g", group, "i", "%04d".formatted(s)));
        double value = 0;
        for (int i = 0; i < 60; i++) {
          value += random.nextDouble() * Math.pow(10, random.nextInt(20) - 10);
          batch.append(series, Sample.NO_START, i * 15_000L, value);
        }
      }
      batch.commit();
    }
  }

  private static QueryResult ask(String query, Options options) throws Exception {
    return PromqlEngine.over(STORAGE)
        .range(Access.system(), query, 300_000, 300_000 + (STEPS - 1) * 15_000L, 15_000, options);
  }

  private static List<QueryValue.Series> series(String query) throws Exception {
    return ((QueryValue.Matrix) ask(query, Options.DEFAULT).value()).series();
  }

  @Test
  void sums_are_made_in_the_order_of_labels_whoever_computes_what_is_summed() throws Exception {
    List<QueryValue.Series> rates = series("rate(x[5m])");
    List<QueryValue.Series> sums = series("sum by (g) (rate(x[5m]))");

    assertEquals(10, sums.size());
    for (QueryValue.Series sum : sums) {
      for (int step = 0; step < STEPS; step++) {
        Kahan expected = new Kahan();
        for (QueryValue.Series rate : rates) {
          if (rate.labels().get("g").equals(sum.labels().get("g"))) {
            expected.add(rate.values()[step]);
          }
        }
        assertEquals(
            Double.doubleToRawLongBits(expected.total()),
            Double.doubleToRawLongBits(sum.values()[step]));
      }
    }
  }

  @Test
  void what_is_folded_is_not_held() throws Exception {
    QueryResult result = ask("sum by (g) (rate(x[5m]))", Options.DEFAULT.withTrace());

    long groups = 10L * STEPS;
    assertTrue(result.statistics().peakSamples() <= 3 * groups, result.statistics()::toString);
    QueryTrace sum = result.trace().orElseThrow();
    assertEquals("sum by (g)", sum.description());
    assertEquals(groups, sum.peakSamples());
    assertEquals(SERIES, sum.children().getFirst().seriesOut());
  }

  @Test
  void what_is_gathered_is_held() throws Exception {
    QueryResult result = ask("topk(3, rate(x[5m]))", Options.DEFAULT);

    assertTrue(result.statistics().peakSamples() >= (long) SERIES * STEPS);
    assertTrue(result.statistics().peakBytes() >= (long) SERIES * STEPS * Double.BYTES);
  }
}
