package dev.pharos.exporter.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exporter.api.NoDataException;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.exposition.Negotiation;
import dev.pharos.exposition.OpenMetricsRules;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScrapeTest {

  private final Exporters exporters = new Exporters();
  private long nextId;

  private void offer(String name, String prefix, Collector... collectors) {
    offer(name, prefix, request -> List.of(collectors));
  }

  private void offer(String name, String prefix, Exporter exporter) {
    exporters.add(new Offer(name, exporter, prefix, "test.bundle", nextId++));
  }

  private static Collector gauge(String collector, String metric) {
    return Collector.of(collector, out -> out.gauge(metric, "Help of " + metric + ".", 1));
  }

  private String text(String name) throws Exception {
    return text(name, ExporterRequest.PLAIN, Negotiation.DEFAULT);
  }

  private String text(String name, ExporterRequest request, Negotiation agreed) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    exporters.scrape(name, request, agreed).copyTo(bytes);
    return bytes.toString(UTF_8);
  }

  @Test
  void all_exporters_of_a_name_are_told_together_in_the_order_they_came() throws Exception {
    offer("pharos", "", gauge("b", "second_one"));
    offer("pharos", "", gauge("a", "first_one"));
    offer("node", "", gauge("c", "other"));

    assertEquals(
        """
        # HELP second_one Help of second_one.
        # TYPE second_one gauge
        second_one 1
        # HELP first_one Help of first_one.
        # TYPE first_one gauge
        first_one 1
        """,
        text("pharos"));
  }

  @Test
  void what_a_failing_collector_wrote_is_cut_off() throws Exception {
    offer(
        "node",
        "",
        gauge("before", "before"),
        Collector.of(
            "broken",
            out -> {
              out.gauge("half", "Half.", 1);
              out.family("rest", MetricType.GAUGE, "Rest.");
              out.sample(Labels.of("a", "x".repeat(100_000)), 1);
              throw new IOException("the disk is on fire");
            }),
        gauge("after", "half"));

    assertEquals(
        """
        # HELP before Help of before.
        # TYPE before gauge
        before 1
        # HELP half Help of half.
        # TYPE half gauge
        half 1
        """,
        text("node"));
  }

  @Test
  void a_family_that_is_there_already_is_dropped_with_its_samples() throws Exception {
    offer("pharos", "", gauge("a", "one"));
    offer(
        "pharos",
        "",
        Collector.of(
            "b",
            out -> {
              out.gauge("one", "Another.", 2);
              out.gauge("two", "Two.", 2);
            }));

    assertEquals(
        """
        # HELP one Help of one.
        # TYPE one gauge
        one 1
        # HELP two Two.
        # TYPE two gauge
        two 2
        """,
        text("pharos"));
  }

  @Test
  void each_collector_is_timed_and_told_to_have_worked_or_not() throws Exception {
    offer(
        "node",
        "node",
        gauge("good", "one"),
        Collector.of(
            "bad",
            out -> {
              throw new IOException("no");
            }),
        Collector.of(
            "absent",
            out -> {
              throw new NoDataException("no such device");
            }));

    String text = text("node");

    assertTrue(
        text.contains(
            """
            # HELP node_scrape_collector_success node_exporter: Whether a collector succeeded.
            # TYPE node_scrape_collector_success gauge
            node_scrape_collector_success{collector="good"} 1
            node_scrape_collector_success{collector="bad"} 0
            node_scrape_collector_success{collector="absent"} 0
            """),
        text);
    assertTrue(text.contains("node_scrape_collector_duration_seconds{collector=\"bad\"} "), text);
  }

  @Test
  void an_exporter_that_fails_as_a_whole_does_not_harm_the_others() throws Exception {
    offer(
        "pharos",
        "",
        request -> {
          throw new IllegalStateException("broken");
        });
    offer("pharos", "", gauge("a", "one"));

    assertEquals("# HELP one Help of one.\n# TYPE one gauge\none 1\n", text("pharos"));
  }

  @Test
  void a_class_that_is_gone_is_a_failed_collector() throws Exception {
    offer(
        "pharos",
        "",
        Collector.of(
            "gone",
            out -> {
              throw new NoClassDefFoundError("dev/pharos/Gone");
            }),
        gauge("a", "one"));

    assertEquals("# HELP one Help of one.\n# TYPE one gauge\none 1\n", text("pharos"));
  }

  @Test
  void a_request_that_cannot_be_served_is_told_so() {
    offer(
        "node",
        "node",
        request -> {
          throw new IllegalArgumentException("no collector is called zfs");
        });

    var e = assertThrows(IllegalArgumentException.class, () -> text("node"));

    assertEquals("no collector is called zfs", e.getMessage());
  }

  @Test
  void parameters_reach_the_exporter() throws Exception {
    offer(
        "probe",
        "",
        request -> List.of(gauge("p", "probed_" + request.parameter("target").orElse("nothing"))));

    ExporterRequest request = new ExporterRequest(Map.of("target", List.of("host")));
    assertTrue(text("probe", request, Negotiation.DEFAULT).contains("\nprobed_host 1\n"));
  }

  @Test
  void openmetrics_is_whole_even_with_a_broken_collector() throws Exception {
    offer(
        "node",
        "node",
        Collector.of(
            "broken",
            out -> {
              out.counter("half_total", "Half.", 1);
              throw new IOException("no");
            }),
        Collector.of("good", ScrapeTest::counter));

    String text =
        text(
            "node",
            ExporterRequest.PLAIN,
            Negotiation.of("application/openmetrics-text;version=1.0.0"));

    OpenMetricsRules.check(text.getBytes(UTF_8), 0, text.length());
    assertTrue(text.startsWith("# TYPE good counter\n# HELP good Good.\ngood_total 3.0\n"), text);
  }

  private static void counter(MetricWriter out) throws IOException {
    out.counter("good_total", "Good.", 3);
  }

  @Test
  void a_name_that_nobody_has_is_told_with_those_there_are() {
    offer("node", "", gauge("a", "one"));
    offer("jvm", "", gauge("a", "one"));

    var e = assertThrows(NoSuchExporterException.class, () -> text("mysql"));

    assertEquals("no exporter is called mysql; there are jvm, node", e.getMessage());
  }

  @Test
  void an_exporter_that_is_taken_out_is_gone() throws Exception {
    Exporter exporter = request -> List.of(gauge("a", "one"));
    offer("node", "", exporter);
    text("node");

    exporters.removeExporter(exporter);

    assertThrows(NoSuchExporterException.class, () -> text("node"));
  }

  @Test
  void an_interrupted_scrape_gives_no_page() {
    offer(
        "node",
        "",
        Collector.of(
            "slow",
            out -> {
              throw new InterruptedException("stopped");
            }));

    assertThrows(InterruptedException.class, () -> text("node"));
  }
}
