package dev.pharos.query.promql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exposition.ExpositionFormat;
import dev.pharos.exposition.ExpositionWriter;
import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.Principal;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.api.QueryEngine.Options;
import dev.pharos.query.api.QueryEngine.State;
import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryException.Kind;
import dev.pharos.query.api.QueryOrigin;
import dev.pharos.query.api.QueryResult;
import dev.pharos.query.api.QueryValue;
import dev.pharos.query.promql.column.Dialect;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.memory.MemoryStorage;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromqlEngineTest {

  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(42));

  private final MemoryStorage storage = new MemoryStorage();

  @BeforeEach
  void load() throws StorageException {
    try (SampleBatch batch = storage.begin()) {
      for (String job : List.of("a", "b")) {
        long series = batch.series(Labels.of("__name__", "up", "job", job));
        for (int i = 0; i <= 100; i++) {
          batch.append(series, Sample.NO_START, i * 1000L, i);
        }
      }
      batch.commit();
    }
  }

  private PromqlEngine engine(long maxSamples, int maxConcurrency) {
    return engine(storage, maxSamples, maxConcurrency);
  }

  private static PromqlEngine engine(SeriesReader storage, long maxSamples, int maxConcurrency) {
    return new PromqlEngine(
        storage,
        new PromqlEngine.Limits(300_000, Duration.ofMinutes(2), maxSamples, maxConcurrency, 60_000),
        Dialect.STABLE,
        CLOCK,
        PromqlEngine.Notes.none());
  }

  private static QueryException failure(PromqlEngine engine, Access access, String query) {
    return assertThrows(
        QueryException.class, () -> engine.instant(access, query, 100_000, Options.DEFAULT));
  }

  @Test
  void what_the_access_enforces_cannot_be_seen_around() throws Exception {
    Access access = Access.system().enforcing(List.of(Matcher.equal("job", "a")));

    for (String query :
        List.of("count(up)", "count(rate(up[1m]))", "count(count_over_time(up[1m:]))")) {
      QueryResult result = engine(1000, 1).instant(access, query, 100_000, Options.DEFAULT);

      QueryValue.Vector vector = (QueryValue.Vector) result.value();
      assertEquals(1, vector.elements().getFirst().value(), query);
    }
  }

  @Test
  void a_query_that_holds_too_many_samples_is_ended() throws Exception {
    QueryException e =
        assertThrows(
            QueryException.class,
            () -> engine(100, 1).range(Access.system(), "up", 0, 100_000, 1000, Options.DEFAULT));

    assertEquals(Kind.EXECUTION, e.kind());
    assertEquals(
        "query processing would load too many samples into memory in query execution",
        e.getMessage());
    engine(202, 1).range(Access.system(), "up", 0, 100_000, 1000, Options.DEFAULT);
  }

  @Test
  void samples_that_an_operand_held_do_not_count_for_what_comes_later() throws Exception {
    String chain = "sum(up)" + " + sum(up)".repeat(50);

    engine(700, 1).range(Access.system(), chain, 0, 100_000, 1000, Options.DEFAULT);
  }

  @Test
  void a_query_whose_time_has_passed_is_ended() {
    QueryException e = failure(engine(1000, 1), Access.system().within(Duration.ofNanos(1)), "up");

    assertEquals(Kind.TIMEOUT, e.kind());
  }

  @Test
  void a_cancelled_query_is_ended() {
    Access access = Access.system();
    access.cancel("no longer wanted");

    QueryException e = failure(engine(1000, 1), access, "up");

    assertEquals(Kind.CANCELLED, e.kind());
  }

  @Test
  void a_query_that_computes_long_with_one_series_is_ended_in_its_midst() {
    PromqlEngine engine = engine(10_000_000, 1);
    Access access = Access.system().within(Duration.ofMillis(300));
    String slow = "quantile_over_time(0.5, sin(vector(time()) * 1000)[2h:1s])";

    QueryException e =
        assertTimeout(
            Duration.ofSeconds(5),
            () ->
                assertThrows(
                    QueryException.class,
                    () -> engine.range(access, slow, 0, 100_000_000, 1000, Options.DEFAULT)));

    assertEquals(Kind.TIMEOUT, e.kind());
  }

  @Test
  void a_query_that_waits_is_listed_and_can_be_cancelled_there() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    PromqlEngine engine =
        engine(
            reader(
                () -> {
                  reached.countDown();
                  await(goOn);
                }),
            1000,
            1);
    Access waiting = Access.of(Principal.ANONYMOUS);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<QueryResult> first =
          threads.submit(() -> engine.instant(Access.system(), "up", 100_000, Options.DEFAULT));
      await(reached);
      Future<QueryException> second = threads.submit(() -> failure(engine, waiting, "down"));
      while (engine.running().size() < 2) {
        Thread.onSpinWait();
      }

      assertEquals(
          List.of(State.RUNNING, State.QUEUED),
          engine.running().stream().map(QueryEngine.Running::state).toList());
      assertTrue(engine.cancel(waiting.queryId(), "enough"));
      QueryException e = second.get(10, TimeUnit.SECONDS);
      assertEquals(Kind.CANCELLED, e.kind());
      assertEquals("query was canceled in query queue", e.getMessage());
      assertEquals(1, engine.running().size());

      goOn.countDown();
      first.get(10, TimeUnit.SECONDS);
    }
    engine.instant(Access.system(), "1", 100_000, Options.DEFAULT);
  }

  @Test
  void a_text_that_is_no_query_is_a_parse_error() {
    assertEquals(Kind.PARSE, failure(engine(1000, 1), Access.system(), "up{").kind());
    assertEquals(
        "invalid expression type \"range vector\" for range query, must be Scalar or instant Vector",
        assertThrows(
                QueryException.class,
                () ->
                    engine(1000, 1)
                        .range(Access.system(), "up[1m]", 0, 1000, 1000, Options.DEFAULT))
            .getMessage());
  }

  @Test
  void a_storage_that_fails_is_named_as_the_cause() {
    SeriesReader broken =
        reader(
            () -> {
              throw new StorageException("block 7 is damaged");
            });

    QueryException e = failure(engine(broken, 1000, 1), Access.system(), "up");

    assertEquals(Kind.STORAGE, e.kind());
    assertEquals("block 7 is damaged", e.getMessage());
  }

  @Test
  void a_running_query_is_listed_and_can_be_cancelled_while_another_waits_its_turn()
      throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    SeriesReader slow =
        reader(
            () -> {
              reached.countDown();
              await(goOn);
            });
    PromqlEngine engine = engine(slow, 1000, 1);
    Access access = Access.of(Principal.ANONYMOUS);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<QueryException> first = threads.submit(() -> failure(engine, access, "up + up"));
      await(reached);

      assertEquals("up + up", engine.running().getFirst().query());
      assertEquals("anonymous", engine.running().getFirst().principal());
      assertEquals(42, engine.running().getFirst().startedMillis());
      QueryException waiting = failure(engine, Access.system().within(Duration.ofMillis(20)), "1");
      assertEquals("query timed out in query queue", waiting.getMessage());
      assertTrue(engine.cancel(access.queryId(), "enough"));
      goOn.countDown();

      assertEquals(Kind.CANCELLED, first.get(10, TimeUnit.SECONDS).kind());
    }
    assertEquals(List.of(), engine.running());
    assertEquals(false, engine.cancel(access.queryId(), "again"));
  }

  @Test
  void what_queries_cost_is_told_in_metrics() throws Exception {
    PromqlEngine engine = engine(1000, 7);
    engine.instant(Access.system(), "up", 100_000, Options.DEFAULT);
    // What the platform asks to warm itself up costs nobody anything that is counted.
    engine.instant(Access.system(), "up", 100_000, Options.DEFAULT.from(new QueryOrigin.WarmUp()));
    var bytes = new java.io.ByteArrayOutputStream();
    ExpositionWriter out = ExpositionWriter.of(ExpositionFormat.TEXT, bytes);
    engine.collectors(ExporterRequest.PLAIN).getFirst().collect(out);
    out.end();

    String text = bytes.toString(java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(text.contains("\nprometheus_engine_queries 0\n"), text);
    assertTrue(text.contains("\nprometheus_engine_queries_concurrent_max 7\n"), text);
    assertTrue(
        text.contains("\nprometheus_engine_query_duration_seconds_count{slice=\"inner_eval\"} 1\n"),
        text);
    for (String quantile : List.of("0.5", "0.9", "0.99")) {
      String series =
          "\nprometheus_engine_query_duration_seconds{quantile=\""
              + quantile
              + "\",slice=\"inner_eval\"} ";
      assertTrue(text.contains(series) && !text.contains(series + "NaN"), text);
    }
    assertTrue(text.contains("\nprometheus_engine_query_samples_total 2\n"), text);
    assertTrue(text.contains("\nprometheus_engine_query_samples_read_total 2\n"), text);
    assertTrue(
        text.contains(
            "\nprometheus_engine_query_duration_histogram_seconds_count{slice=\"inner_eval\"} 1\n"),
        text);
  }

  @Test
  void a_selector_that_stands_in_a_query_twice_is_read_once() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    PromqlEngine engine = engine(reader(reads::incrementAndGet), 1000, 1);

    engine.instant(
        Access.system(), "up + up / (up offset 1m) + rate(up[1m])", 100_000, Options.DEFAULT);

    assertEquals(3, reads.get());
  }

  @Test
  void deep_trees_are_evaluated_without_exhausting_the_stack() throws Exception {
    String chain = "up" + " or up".repeat(500);

    QueryResult result =
        engine(100_000, 1).instant(Access.system(), chain, 100_000, Options.DEFAULT);

    assertEquals(2, ((QueryValue.Vector) result.value()).elements().size());
  }

  @Test
  void series_pass_through_hundreds_of_operators() throws Exception {
    String chain = "sum(up)" + " + 1".repeat(590);

    QueryResult result =
        engine(100_000, 1).instant(Access.system(), chain, 100_000, Options.DEFAULT);

    assertEquals(790, ((QueryValue.Vector) result.value()).elements().getFirst().value());
  }

  /** What happens when series are selected. */
  @FunctionalInterface
  private interface OnSelect {
    void run() throws StorageException;
  }

  private static SeriesReader reader(OnSelect onSelect) {
    return (SeriesReader)
        Proxy.newProxyInstance(
            SeriesReader.class.getClassLoader(),
            new Class<?>[] {SeriesReader.class},
            (_, method, arguments) -> {
              assertEquals("select", method.getName());
              assertTrue(arguments[1] instanceof TimeRange);
              onSelect.run();
              return SeriesSet.empty();
            });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void lengths_that_come_to_nothing_that_can_be_are_refused_with_their_place() {
    Map<String, String> faults =
        Map.of(
            "a[step()]", "2:8: duration must be greater than 0",
            "sum_over_time(a[5m-(2*5m)])", "16:24: duration must be greater than 0",
            "a[1m / (1-1)]", "2:11: division by zero",
            "a[1m + 1m % (step())]", "7:19: modulo by zero",
            "a[1m:-step()]", "5:12: duration must be greater than 0",
            "a offset (1e5 ^ 5)", "10:17: duration is out of range",
            "a[(-1) ^ 0.5]", "3:12: duration is NaN or infinite");
    faults.forEach(
        (query, fault) -> {
          QueryException e =
              assertThrows(
                  QueryException.class,
                  () ->
                      PromqlEngine.over(storage)
                          .instant(Access.system(), query, 0, Options.DEFAULT));
          assertEquals(Kind.PARSE, e.kind());
          assertEquals(fault, e.getMessage());
        });
  }

  @Test
  void the_end_is_the_one_that_was_asked_for_wherever_the_last_instant_is() throws Exception {
    QueryEngine engine = PromqlEngine.over(storage, List.of("promql-experimental-functions"));

    var matrix =
        (QueryValue.Matrix)
            engine
                .range(
                    Access.system(), "end() * 1000 + range()", 0, 25_000, 10_000, Options.DEFAULT)
                .value();

    assertEquals(25_025, matrix.series().getFirst().values()[2]);
  }
}
