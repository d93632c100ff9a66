package dev.pharos.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.exposition.ExpositionFormat;
import dev.pharos.exposition.ExpositionWriter;
import dev.pharos.exposition.OpenMetricsRules;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryTest {

  private final Registry registry = new Registry();

  private String text() throws IOException {
    return written(ExpositionFormat.TEXT);
  }

  private String openMetrics() throws IOException {
    String text = written(ExpositionFormat.OPENMETRICS);
    OpenMetricsRules.check(text.getBytes(UTF_8), 0, text.length());
    return text;
  }

  private String written(ExpositionFormat format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ExpositionWriter writer = ExpositionWriter.of(format, bytes);
    registry.write(writer);
    writer.end();
    return bytes.toString(UTF_8);
  }

  @Test
  void families_are_written_in_the_order_of_names_and_series_in_that_of_labels() throws Exception {
    Gauge queue = registry.gauge("shop_queue_length", "Orders that wait.");
    Counter requests = registry.counter("shop_requests_total", "Requests.", "code", "path");
    queue.set(7);
    queue.dec();
    requests.labelValues("500", "/b").inc();
    requests.labelValues("200", "/b").inc(2);
    requests.labelValues("200", "/a").inc(0.5);

    assertEquals(
        """
        # HELP shop_queue_length Orders that wait.
        # TYPE shop_queue_length gauge
        shop_queue_length 6
        # HELP shop_requests_total Requests.
        # TYPE shop_requests_total counter
        shop_requests_total{code="200",path="/a"} 0.5
        shop_requests_total{code="200",path="/b"} 2
        shop_requests_total{code="500",path="/b"} 1
        """,
        text());
  }

  @Test
  void what_has_not_happened_yet_is_zero() throws Exception {
    registry.counter("shop_requests_total", "Requests.");
    registry.counter("shop_errors_total", "Errors.", "code").labelValues("500");

    assertEquals(
        """
        # HELP shop_errors_total Errors.
        # TYPE shop_errors_total counter
        shop_errors_total{code="500"} 0
        # HELP shop_requests_total Requests.
        # TYPE shop_requests_total counter
        shop_requests_total 0
        """,
        text());
  }

  @Test
  void a_histogram_counts_in_buckets_that_hold_their_bounds() throws Exception {
    Histogram histogram =
        Histogram.builder()
            .name("shop_wait_seconds")
            .help("Wait.")
            .unit("seconds")
            .classicUpperBounds(1, 0.1)
            .register(registry);
    histogram.observe(0.1);
    histogram.observe(0.5);
    histogram.observe(2, new Exemplar(Labels.of("trace_id", "x"), 2, 0));
    histogram.observe(Double.NaN);

    assertEquals(
        """
        # TYPE shop_wait_seconds histogram
        # UNIT shop_wait_seconds seconds
        # HELP shop_wait_seconds Wait.
        shop_wait_seconds_bucket{le="0.1"} 1
        shop_wait_seconds_bucket{le="1.0"} 2
        shop_wait_seconds_bucket{le="+Inf"} 3 # {trace_id="x"} 2.0
        shop_wait_seconds_sum 2.6
        shop_wait_seconds_count 3
        # EOF
        """,
        openMetrics());
  }

  @Test
  void a_summary_with_objectives_tells_quantiles_that_go_with_time() throws Exception {
    AtomicLong now = new AtomicLong();
    Summary summary =
        Summary.builder()
            .name("shop_mail_seconds")
            .help("Mail.")
            .labelNames("kind")
            .objective(0.9, 0.01)
            .objective(0.5, 0.05)
            .nanoClock(now::get)
            .register(registry);
    for (int i = 1; i <= 10; i++) {
      summary.labelValues("a").observe(i);
    }
    summary.labelValues("a").observe(Double.NaN);
    String figures =
        """
        shop_mail_seconds_sum{kind="a"} 55
        shop_mail_seconds_count{kind="a"} 10
        """;

    assertEquals(
        """
        # HELP shop_mail_seconds Mail.
        # TYPE shop_mail_seconds summary
        shop_mail_seconds{kind="a",quantile="0.5"} 5
        shop_mail_seconds{kind="a",quantile="0.9"} 9
        """
            + figures,
        text());
    assertTrue(openMetrics().contains("shop_mail_seconds{kind=\"a\",quantile=\"0.9\"} 9"));

    now.addAndGet(Duration.ofMinutes(10).toNanos());

    assertTrue(
        text().endsWith("shop_mail_seconds{kind=\"a\",quantile=\"0.9\"} NaN\n" + figures), text());
  }

  @Test
  void a_promise_that_cannot_be_kept_is_refused() {
    for (double[] bad : new double[][] {{0, 0.1}, {1, 0.1}, {0.5, 0}, {Double.NaN, 0.1}}) {
      assertThrows(
          IllegalArgumentException.class, () -> Summary.builder().objective(bad[0], bad[1]));
    }
    assertThrows(IllegalArgumentException.class, () -> Summary.builder().maxAge(Duration.ZERO, 5));
    assertThrows(
        IllegalArgumentException.class, () -> Summary.builder().maxAge(Duration.ofMinutes(1), 0));
  }

  @Test
  void a_summary_has_a_count_and_a_sum_and_a_timer_observes_in_it() throws Exception {
    Summary summary = registry.summary("shop_mail_seconds", "Mail.", "kind");
    summary.labelValues("a").observe(1.5);
    double seconds = summary.labelValues("b").startTimer().observeDuration();

    assertTrue(seconds >= 0 && seconds < 60, () -> "took " + seconds);
    assertTrue(text().contains("shop_mail_seconds_sum{kind=\"a\"} 1.5\n"));
    assertTrue(text().contains("shop_mail_seconds_count{kind=\"b\"} 1\n"));
  }

  @Test
  void an_info_tells_facts() throws Exception {
    Info.builder()
        .name("shop_build_info")
        .help("Build.")
        .fact("version", "1.2")
        .fact("branch", "main")
        .register(registry);

    assertTrue(text().contains("shop_build_info{branch=\"main\",version=\"1.2\"} 1\n"));
    assertTrue(openMetrics().startsWith("# TYPE shop_build info\n"));
  }

  @Test
  void what_is_kept_elsewhere_is_asked_for_when_it_is_written() throws Exception {
    List<String> queue = new java.util.ArrayList<>();
    registry.gauge("shop_queue_length", "Orders that wait.", queue::size);
    registry.counter(
        "shop_cache_hits_total",
        "Hits.",
        List.of("cache"),
        values -> {
          values.add(3, "b");
          values.add(4, "a");
        });
    queue.add("an order");

    assertEquals(
        """
        # HELP shop_cache_hits_total Hits.
        # TYPE shop_cache_hits_total counter
        shop_cache_hits_total{cache="a"} 4
        shop_cache_hits_total{cache="b"} 3
        # HELP shop_queue_length Orders that wait.
        # TYPE shop_queue_length gauge
        shop_queue_length 1
        """,
        text());
  }

  @Test
  void the_same_label_values_are_the_same_data_point() {
    Counter counter = registry.counter("shop_requests_total", "Requests.", "code", "path");

    assertSame(counter.labelValues("200", "/"), counter.labelValues("200", "/"));
  }

  @Test
  void a_data_point_that_is_removed_is_written_no_more() throws Exception {
    Counter counter = registry.counter("shop_requests_total", "Requests.", "code");
    counter.labelValues("200").inc();
    counter.labelValues("500").inc();

    counter.remove("200");

    assertTrue(text().endsWith("counter\nshop_requests_total{code=\"500\"} 1\n"), text());
    counter.clear();
    assertEquals("", text());
  }

  @Test
  void a_metric_that_is_unregistered_is_written_no_more() throws Exception {
    Counter counter = registry.counter("shop_requests_total", "Requests.");

    registry.unregister(counter);

    assertEquals("", text());
    registry.counter("shop_requests_total", "Requests.");
  }

  @Test
  void all_that_many_threads_count_is_counted() throws Exception {
    Counter counter = registry.counter("shop_requests_total", "Requests.", "code");
    Gauge gauge = registry.gauge("shop_queue_length", "Orders that wait.");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        threads.execute(
            () -> {
              for (int n = 0; n < 1000; n++) {
                counter.labelValues("2" + n % 10).inc();
                gauge.inc(2);
                gauge.dec();
              }
            });
      }
    }

    assertEquals(1600, counter.labelValues("27").get());
    assertEquals(16_000, gauge.get());
  }

  @Test
  void counters_do_not_go_down() {
    Counter counter = registry.counter("shop_requests_total", "Requests.");

    var e = assertThrows(IllegalArgumentException.class, () -> counter.inc(-1));
    assertEquals(
        "a counter never goes down but was told to count -1.0; use a gauge", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> counter.inc(-0.5));
    assertEquals(0, counter.get());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "shop_requests|counter shop_requests: its name must end in _total; name it"
            + " shop_requests_total",
        "_total|counter _total: its name must end in _total; name it _total_total",
        "shop-requests_total|metric name \"shop-requests_total\": write letters, digits, _ and :, not"
            + " beginning with a digit",
        "2shops_total|metric name \"2shops_total\": write letters, digits, _ and :, not beginning"
            + " with a digit",
        "shop_bucket_total|counter shop_bucket_total: the ending _bucket is reserved for the series"
            + " of histograms and summaries; choose a name without it"
      })
  void the_name_of_a_counter_is_checked(String name, String message) {
    var e = assertThrows(IllegalArgumentException.class, () -> registry.counter(name, "Requests."));

    assertEquals(message, e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"shop_total", "shop_info", "shop_count", "shop_sum", "shop_created", "shop_bucket"})
  void endings_with_a_meaning_are_reserved(String name) {
    var e = assertThrows(IllegalArgumentException.class, () -> registry.gauge(name, "Shops."));

    assertTrue(String.valueOf(e.getMessage()).contains("is reserved for"), e.getMessage());
  }

  @Test
  void labels_are_checked() {
    assertThrows(IllegalArgumentException.class, () -> registry.gauge("a", "A.", "__x"));
    assertThrows(IllegalArgumentException.class, () -> registry.gauge("a", "A.", "x-y"));
    assertThrows(IllegalArgumentException.class, () -> registry.gauge("a", "A.", "x", "x"));
    assertThrows(IllegalArgumentException.class, () -> registry.histogram("a", "A.", "le"));
    assertThrows(IllegalArgumentException.class, () -> registry.summary("a", "A.", "quantile"));
    registry.gauge("a", "A.", "le", "quantile");
  }

  @Test
  void a_metric_needs_help_and_a_unit_that_its_name_tells() {
    assertThrows(IllegalArgumentException.class, () -> registry.gauge("a", " "));
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Counter.builder().name("a_total").help("A.").unit("bytes").build());
    assertEquals("counter a_total: its unit is bytes; name it a_bytes_total", e.getMessage());
  }

  @Test
  void values_must_be_as_many_as_labels() {
    Counter counter = registry.counter("a_total", "A.", "x", "y");

    var e = assertThrows(IllegalArgumentException.class, () -> counter.labelValues("1"));
    assertEquals("a_total has 2 labels, [x, y], but was given 1 values", e.getMessage());
    var none = assertThrows(IllegalStateException.class, counter::inc);
    assertEquals(
        "a_total has the labels [x, y]; call labelValues with a value for each first",
        none.getMessage());
  }

  @Test
  void a_name_is_registered_once_whatever_its_ending() {
    registry.counter("a_total", "A.");

    assertThrows(IllegalArgumentException.class, () -> registry.counter("a_total", "A."));
    var e = assertThrows(IllegalArgumentException.class, () -> registry.gauge("a", "A."));
    assertEquals(
        "metric a is registered already, as a_total; keep the first one and count on it",
        e.getMessage());
  }

  @Test
  void bounds_of_buckets_are_sorted_and_each_once() {
    Histogram.Builder builder = Histogram.builder().name("a").help("A.");

    assertThrows(IllegalArgumentException.class, () -> builder.classicUpperBounds(1, 1));
    assertThrows(IllegalArgumentException.class, () -> builder.classicUpperBounds(Double.NaN));
    builder.classicUpperBounds(1, Double.POSITIVE_INFINITY).register(registry);
  }

  @Test
  void linear_and_exponential_bounds_are_counted_out() throws Exception {
    Histogram.builder().name("a").help("A.").classicLinearUpperBounds(1, 2, 3).register(registry);
    Histogram.builder()
        .name("b")
        .help("B.")
        .classicExponentialUpperBounds(1, 10, 2)
        .register(registry);

    assertTrue(text().contains("a_bucket{le=\"5\"} 0\na_bucket{le=\"+Inf\"} 0\n"), text());
    assertTrue(text().contains("b_bucket{le=\"10\"} 0\nb_bucket{le=\"+Inf\"} 0\n"), text());
  }
}
