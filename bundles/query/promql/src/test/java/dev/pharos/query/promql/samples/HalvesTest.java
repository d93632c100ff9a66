package dev.pharos.query.promql.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import dev.pharos.query.api.QueryEngine.Options;
import dev.pharos.query.api.QueryValue;
import dev.pharos.query.promql.PromqlEngine;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.EvaluationException;
import dev.pharos.query.promql.column.Grid;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.memory.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class HalvesTest {

  private static final Grid WIDE = new Grid(0, 1000, 10_000);
  private static final int SERIES = 5_000;

  private static List<Labels> series() {
    List<Labels> series = new ArrayList<>();
    for (int i = 0; i < SERIES; i++) {
      series.add(Labels.of("__name__", "x", "i", "%04d".formatted(i)));
    }
    return series;
  }

  @Test
  void every_series_is_taken_once_and_in_order() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();

    List<Column> columns = new ArrayList<>();
    Halves.both(
        WIDE,
        part -> {
          threads.add(Thread.currentThread());
          for (Labels labels : series()) {
            if (part.takes(labels)) {
              part.found(labels, new Column(labels, false, 0, new double[1], null));
            }
          }
        },
        columns::add);

    assertEquals(series(), columns.stream().map(Column::labels).toList());
    assertEquals(Math.min(2, Runtime.getRuntime().availableProcessors()), threads.size());
  }

  @Test
  void what_the_helper_throws_is_thrown() {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "there is no helper");
    EvaluationException fault = new EvaluationException("on purpose");
    Thread here = Thread.currentThread();

    EvaluationException thrown =
        assertThrows(
            EvaluationException.class,
            () ->
                Halves.both(
                    WIDE,
                    part -> {
                      for (Labels labels : series()) {
                        if (part.takes(labels) && Thread.currentThread() != here) {
                          throw fault;
                        }
                      }
                    },
                    column -> {}));

    assertSame(fault, thrown);
  }

  @Test
  void a_large_query_answers_as_small_ones_do() throws Exception {
    MemoryStorage storage = new MemoryStorage();
    try (SampleBatch batch = storage.begin()) {
      int slope = 0;
      for (Labels labels : series()) {
        long series = batch.series(labels);
        slope++;
        for (int i = 0; i < 40; i++) {
          batch.append(series, Sample.NO_START, i * 15_000L, 1e6 + (double) slope * i * 15);
        }
      }
      batch.commit();
    }
    PromqlEngine engine = PromqlEngine.over(storage);

    QueryValue.Matrix matrix =
        (QueryValue.Matrix)
            engine
                .range(Access.system(), "rate(x[5m])", 310_000, 580_000, 15_000, Options.DEFAULT)
                .value();

    assertEquals(SERIES, matrix.series().size());
    int slope = 0;
    for (QueryValue.Series one : matrix.series()) {
      slope++;
      assertEquals("%04d".formatted(slope - 1), one.labels().get("i"));
      assertEquals(19, one.values().length);
      for (double value : one.values()) {
        assertTrue(Math.abs(value - slope) < 1e-9 * slope, value + " instead of " + slope);
      }
    }
  }
}
