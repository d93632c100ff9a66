package dev.pharos.query.promql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Sample;
import dev.pharos.query.api.QueryEngine.Options;
import dev.pharos.query.api.QueryResult;
import dev.pharos.query.api.QueryStatistics.StepSamples;
import dev.pharos.query.api.QueryTrace;
import dev.pharos.query.api.QueryValue;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.memory.MemoryStorage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanTest {

  private final MemoryStorage storage = new MemoryStorage();
  private final List<List<Matcher>> selected = new ArrayList<>();

  @BeforeEach
  void load() throws StorageException {
    try (SampleBatch batch = storage.begin()) {
      for (String job : List.of("a", "b", "c")) {
        long series = batch.series(Labels.of("__name__", "temperature", "job", job));
        for (int i = 0; i <= 100; i++) {
          batch.append(series, Sample.NO_START, i * 1000L, i);
        }
      }
      batch.commit();
    }
  }

  /** The storage, which notes what is selected. */
  private SeriesReader noted() {
    return (SeriesReader)
        Proxy.newProxyInstance(
            SeriesReader.class.getClassLoader(),
            new Class<?>[] {SeriesReader.class},
            (_, method, arguments) -> {
              @SuppressWarnings("unchecked")
              List<Matcher> matchers = (List<Matcher>) arguments[2];
              selected.add(matchers);
              try {
                return method.invoke(storage, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private QueryResult ask(String query, Options options) throws Exception {
    return PromqlEngine.over(noted())
        .range(Access.system(), query, 60_000, 100_000, 10_000, options);
  }

  private static QueryValue.Series only(QueryResult result) {
    return ((QueryValue.Matrix) result.value()).series().getFirst();
  }

  @Test
  void a_function_of_a_range_that_stands_in_a_query_twice_is_computed_once() throws Exception {
    QueryResult result =
        ask("rate(temperature[30s]) / rate(temperature[30s])", Options.DEFAULT.withTrace());

    assertEquals(1, selected.size());
    assertEquals(3, ((QueryValue.Matrix) result.value()).series().size());
    assertEquals(1, only(result).values()[0]);
    List<QueryTrace> sides = result.trace().orElseThrow().children();
    assertEquals("OverRange", sides.get(0).children().getFirst().operator());
    assertEquals("Shared", sides.get(1).operator());
    assertEquals(0, sides.get(1).totalNanos());
  }

  @Test
  void what_is_to_be_said_of_a_part_is_said_once_of_the_last_place_where_it_stands()
      throws Exception {
    QueryResult result =
        ask("sum(rate(temperature[30s])) / sum(rate(temperature[30s]))", Options.DEFAULT);

    assertEquals(1, selected.size());
    assertEquals(1, result.infos().size());
    assertTrue(result.infos().getFirst().endsWith("(1:40)"), result.infos()::toString);
  }

  @Test
  void the_same_selector_at_other_instants_is_another_one() throws Exception {
    ask("temperature + max_over_time((temperature)[30s:10s])", Options.DEFAULT);

    assertEquals(2, selected.size());
  }

  @Test
  void what_does_not_depend_on_the_instant_is_computed_once_and_counts_at_each() throws Exception {
    QueryResult result =
        ask("sum(temperature @ 50)", Options.DEFAULT.withTrace().withSamplesPerStep());

    assertEquals(150, only(result).values()[4]);
    QueryTrace once = result.trace().orElseThrow();
    assertEquals("Once", once.operator());
    assertEquals(3, once.children().getFirst().children().getFirst().samplesRead());
    assertEquals(15, result.statistics().totalSamples());
    assertEquals(new StepSamples(60_000, 3, 3), result.statistics().perStep().getFirst());
  }

  @Test
  void what_and_asks_of_one_side_is_asked_of_the_other() throws Exception {
    QueryResult result =
        ask("temperature and on (job) temperature{job=\"b\"} offset 1s", Options.DEFAULT);

    Matcher job = new Matcher(Matcher.Type.EQUAL, "job", "b");
    assertTrue(selected.getFirst().contains(job), selected::toString);
    assertEquals("b", only(result).labels().get("job"));
  }

  @Test
  void what_unless_takes_away_narrows_nothing_but_itself() throws Exception {
    QueryResult result = ask("temperature unless on (job) temperature{job=\"b\"}", Options.DEFAULT);

    assertEquals(1, selected.getFirst().size());
    assertEquals(2, ((QueryValue.Matrix) result.value()).series().size());
  }

  @Test
  void samples_are_counted_as_prometheus_counts_them() throws Exception {
    // Of each of three series 30 in the range, and the one at the instant.
    QueryResult result =
        ask("sum_over_time(temperature[30s]) + temperature", Options.DEFAULT.withSamplesPerStep());

    assertEquals(5 * 3 * (30 + 1), result.statistics().totalSamples());
    assertEquals(
        List.of(93L, 93L, 93L, 93L, 93L),
        result.statistics().perStep().stream().map(StepSamples::samples).toList());
  }

  @Test
  void a_sample_that_several_ranges_share_is_read_for_the_first_of_them() throws Exception {
    QueryResult result =
        ask("sum_over_time(temperature[30s]) + temperature", Options.DEFAULT.withSamplesPerStep());

    assertEquals(3 * (30 + 4 * 10 + 5), result.statistics().samplesRead());
    assertEquals(List.of(93L, 33L, 33L, 33L, 33L), read(result));
    assertEquals(
        3 * (30 + 4 * 10),
        ask("sum_over_time(temperature[30s])", Options.DEFAULT).statistics().samplesRead());
    // Between these ranges are samples that none of them reaches.
    assertEquals(
        3 * 5 * 4,
        ask("sum_over_time(temperature[4s])", Options.DEFAULT).statistics().samplesRead());
  }

  @Test
  void what_is_fixed_is_read_once() throws Exception {
    QueryResult result =
        ask("sum_over_time(temperature[30s] @ 50)", Options.DEFAULT.withSamplesPerStep());

    assertEquals(List.of(90L, 0L, 0L, 0L, 0L), read(result));
    assertEquals(90, result.statistics().samplesRead());
    assertEquals(
        90,
        ask("predict_linear(temperature[30s] @ 50, 1)", Options.DEFAULT)
            .statistics()
            .samplesRead());
  }

  private static List<Long> read(QueryResult result) {
    return result.statistics().perStep().stream().map(StepSamples::read).toList();
  }

  @Test
  void of_a_subquery_only_what_comes_out_is_counted_and_what_goes_in_is_read() throws Exception {
    QueryResult result =
        ask("max_over_time(sum(temperature)[30s:10s])", Options.DEFAULT.withSamplesPerStep());

    assertEquals(5 * 3, result.statistics().totalSamples());
    assertEquals(7 * 3, result.statistics().samplesRead());
    assertEquals(List.of(9L, 3L, 3L, 3L, 3L), read(result));
  }
}
