package dev.pharos.target.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.Metadata;
import dev.pharos.model.MetricType;
import dev.pharos.target.api.ActiveTargets.Health;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TargetScraperTest {

  private static final String JOB =
      """
      scrape_configs:
        - job_name: app
          static_configs:
            - targets: ["web:80"]
              labels: {zone: a}
      """;

  private final World world = new World();

  private static String series(String name) {
    return name + "{instance=\"web:80\", job=\"app\", zone=\"a\"}";
  }

  @Test
  void samples_get_the_labels_of_the_target_and_the_time_of_the_scrape() throws Exception {
    world.body = "requests_total{code=\"200\"} 3\n";

    world.scraper(JOB).scrape(1000);

    assertEquals(
        List.of("1000:3"),
        world.values("requests_total{code=\"200\", instance=\"web:80\", job=\"app\", zone=\"a\"}"));
  }

  @Test
  void each_scrape_is_told_by_series_of_its_own() throws Exception {
    world.body = "a 1\nb 2\n";
    TargetScraper scraper = world.scraper(JOB);

    scraper.scrape(1000);
    scraper.scrape(2000);

    assertEquals(List.of("1000:1", "2000:1"), world.values(series("up")));
    assertEquals(List.of("1000:2", "2000:2"), world.values(series("scrape_samples_scraped")));
    assertEquals(
        List.of("1000:2", "2000:2"), world.values(series("scrape_samples_post_metric_relabeling")));
    assertEquals(List.of("1000:2", "2000:0"), world.values(series("scrape_series_added")));
    assertEquals(List.of("1000:0", "2000:0"), world.values(series("scrape_duration_seconds")));
  }

  @Test
  void a_series_that_vanishes_is_marked_stale_once() throws Exception {
    TargetScraper scraper = world.scraper(JOB);
    world.body = "a 1\nb 2\n";
    scraper.scrape(1000);
    world.body = "a 1\n";
    scraper.scrape(2000);
    scraper.scrape(3000);

    assertEquals(List.of("1000:2", "2000:stale"), world.values(series("b")));
    assertEquals(List.of("1000:1", "2000:1", "3000:1"), world.values(series("a")));
  }

  @Test
  void a_series_that_comes_back_goes_on() throws Exception {
    TargetScraper scraper = world.scraper(JOB);
    for (String body : List.of("a 1\nb 2\n", "a 1\n", "b 3\na 1\n")) {
      world.body = body;
      scraper.scrape(1000L * (world.requests.size() + 1));
    }

    assertEquals(List.of("1000:2", "2000:stale", "3000:3"), world.values(series("b")));
  }

  @Test
  void the_target_is_asked_for_the_formats_with_its_timeout() throws Exception {
    world.scraper(JOB).scrape(1000);

    var request = world.requests.getFirst();
    assertEquals("http://web:80/metrics", request.url().toString());
    assertEquals(
        Map.of(
            "Accept",
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
                + "application/openmetrics-text;version=0.0.1;q=0.4,"
                + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
                + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
            "Accept-Encoding",
            "gzip",
            "X-Prometheus-Scrape-Timeout-Seconds",
            "10"),
        request.headers());
  }

  @Test
  void labels_of_the_exposition_that_the_target_has_too_are_renamed() throws Exception {
    world.body = "a{job=\"inner\",exported_job=\"older\"} 1\n";

    world.scraper(JOB).scrape(1000);

    assertEquals(
        List.of("1000:1"),
        world.values(
            "a{exported_exported_job=\"inner\", exported_job=\"older\", instance=\"web:80\","
                + " job=\"app\", zone=\"a\"}"));
  }

  @Test
  void honored_labels_win_over_those_of_the_target() throws Exception {
    world.body = "a{job=\"inner\"} 1\n";

    world.scraper(JOB + "    honor_labels: true\n").scrape(1000);

    assertEquals(
        List.of("1000:1"), world.values("a{instance=\"web:80\", job=\"inner\", zone=\"a\"}"));
  }

  @Test
  void series_are_relabelled_and_dropped_ones_only_counted() throws Exception {
    world.body = "a 1\nb 2\nc 3\n";
    TargetScraper scraper =
        world.scraper(
            JOB
                + """
                    metric_relabel_configs:
                      - {source_labels: [__name__], regex: b, action: drop}
                      - {source_labels: [__name__], regex: c, target_label: kind, replacement: x}
                """);

    scraper.scrape(1000);
    scraper.scrape(2000);

    assertEquals(List.of(), world.values(series("b")));
    assertEquals(
        List.of("1000:3", "2000:3"),
        world.values("c{instance=\"web:80\", job=\"app\", kind=\"x\", zone=\"a\"}"));
    assertEquals(List.of("1000:3", "2000:3"), world.values(series("scrape_samples_scraped")));
    assertEquals(
        List.of("1000:2", "2000:2"), world.values(series("scrape_samples_post_metric_relabeling")));
  }

  @Nested
  class Timestamps_of_the_exposition {

    @Test
    void are_honoured_and_such_series_are_not_marked_stale() throws Exception {
      TargetScraper scraper = world.scraper(JOB);
      world.body = "a 1 500\n";
      scraper.scrape(1000);
      world.body = "";
      scraper.scrape(2000);

      assertEquals(List.of("500:1"), world.values(series("a")));
    }

    @Test
    void are_tracked_for_staleness_if_asked_for() throws Exception {
      TargetScraper scraper = world.scraper(JOB + "    track_timestamps_staleness: true\n");
      world.body = "a 1 500\n";
      scraper.scrape(1000);
      world.body = "";
      scraper.scrape(2000);

      assertEquals(List.of("500:1", "2000:stale"), world.values(series("a")));
    }

    @Test
    void are_left_out_if_they_are_not_to_be_honoured() throws Exception {
      world.body = "a 1 500\n";

      world.scraper(JOB + "    honor_timestamps: false\n").scrape(1000);

      assertEquals(List.of("1000:1"), world.values(series("a")));
    }

    @Test
    void that_lie_far_ahead_are_refused_alone() throws Exception {
      world.body = "a 1 99999999999999\nb 2\n";

      world.scraper(JOB).scrape(1000);

      assertEquals(List.of(), world.values(series("a")));
      assertEquals(List.of("1000:2"), world.values(series("b")));
      assertEquals(1, world.metrics.outOfBounds.get());
    }
  }

  @Nested
  class A_scrape_that_fails {

    @Test
    void marks_all_series_stale_and_the_target_down() throws Exception {
      TargetScraper scraper = world.scraper(JOB);
      world.body = "a 1\nb 2\n";
      scraper.scrape(1000);
      world.failure = new IOException("connection refused");
      scraper.scrape(2000);
      scraper.scrape(3000);

      assertEquals(List.of("1000:1", "2000:stale"), world.values(series("a")));
      assertEquals(List.of("1000:1", "2000:0", "3000:0"), world.values(series("up")));
      assertEquals(Health.DOWN, scraper.state().health());
      assertEquals("connection refused", scraper.state().error());
    }

    @Test
    void is_followed_by_samples_of_the_same_series_when_the_target_is_back() throws Exception {
      TargetScraper scraper = world.scraper(JOB);
      world.body = "a 1\n";
      scraper.scrape(1000);
      world.failure = new IOException("gone");
      scraper.scrape(2000);
      world.failure = null;
      scraper.scrape(3000);

      assertEquals(List.of("1000:1", "2000:stale", "3000:1"), world.values(series("a")));
      assertEquals(
          List.of("1000:1", "2000:0", "3000:0"), world.values(series("scrape_series_added")));
      assertEquals(Health.UP, scraper.state().health());
    }

    @Test
    void for_garbage_names_the_line_and_stores_nothing_of_it() throws Exception {
      TargetScraper scraper = world.scraper(JOB);
      world.body = "a 1\nb 2\n";
      scraper.scrape(1000);
      world.body = "a 2\nthis is { no metric\n";
      scraper.scrape(2000);

      assertTrue(scraper.state().error().contains("line 2"), scraper.state().error());
      assertEquals(List.of("1000:1", "2000:stale"), world.values(series("a")));
      assertEquals(List.of("1000:2", "2000:stale"), world.values(series("b")));
    }

    @Test
    void at_first_leaves_no_marker_for_series_that_never_had_a_sample() throws Exception {
      world.body = "a 1\nb oops\n";

      world.scraper(JOB).scrape(1000);

      assertEquals(
          Set.of(
              series("up"),
              series("scrape_duration_seconds"),
              series("scrape_samples_scraped"),
              series("scrape_samples_post_metric_relabeling"),
              series("scrape_series_added")),
          world.series().entrySet().stream()
              .filter(entry -> !entry.getValue().isEmpty())
              .map(Map.Entry::getKey)
              .collect(java.util.stream.Collectors.toSet()));
    }

    @Test
    void because_nobody_told_the_format_says_what_to_set() throws Exception {
      world.contentType = "";
      world.body = "a 1\n";
      TargetScraper scraper = world.scraper(JOB);

      scraper.scrape(1000);

      assertEquals(
          "non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol"
              + " specified for target",
          scraper.state().error());
    }

    @Test
    void does_not_for_want_of_a_format_where_a_fallback_is_set() throws Exception {
      world.contentType = "";
      world.body = "a 1\n";

      world.scraper(JOB + "    fallback_scrape_protocol: PrometheusText0.0.4\n").scrape(1000);

      assertEquals(List.of("1000:1"), world.values(series("a")));
    }
  }

  @Nested
  class Limits_on_what_a_target_sends {

    @Test
    void fail_a_scrape_with_too_many_samples() throws Exception {
      TargetScraper scraper = world.scraper(JOB + "    sample_limit: 2\n");
      world.body = "a 1\nb 2\n";
      scraper.scrape(1000);
      world.body = "a 1\nb 2\nc 3\n";
      scraper.scrape(2000);

      assertEquals("sample limit exceeded (samples: 3, limit: 2)", scraper.state().error());
      assertEquals(List.of("1000:1", "2000:stale"), world.values(series("a")));
      assertEquals(List.of("1000:2", "2000:3"), world.values(series("scrape_samples_scraped")));
      assertEquals(1, world.metrics.sampleLimit.get());
    }

    @Test
    void fail_a_scrape_with_a_body_that_is_too_large() throws Exception {
      TargetScraper scraper = world.scraper(JOB + "    body_size_limit: 10B\n");
      world.body = "a_long_name 1\n";
      scraper.scrape(1000);

      assertTrue(scraper.state().error().contains("body_size_limit, 10 bytes"));
      assertEquals(1, world.metrics.bodyLimit.get());
    }

    @Test
    void fail_a_scrape_with_labels_that_are_too_many_or_too_long() throws Exception {
      world.body = "a{x=\"12345678\"} 1\n";
      TargetScraper tooMany = world.scraper(JOB + "    label_limit: 4\n");
      tooMany.scrape(1000);
      TargetScraper tooLong = world.scraper(JOB + "    label_value_length_limit: 7\n");
      tooLong.scrape(2000);

      assertEquals(
          "label_limit exceeded (metric: a, number of labels: 5, limit: 4)",
          tooMany.state().error());
      assertEquals(
          "label_value_length_limit exceeded (metric: a, label name: x, value: \"12345678\","
              + " length: 8, limit: 7)",
          tooLong.state().error());
      assertEquals(2, world.metrics.labelLimits.get());
    }

    @Test
    void keep_all_targets_of_a_pool_with_too_many_of_them_from_being_asked() throws Exception {
      world.forcedError = "target_limit exceeded (number of targets: 3, limit: 2)";
      TargetScraper scraper = world.scraper(JOB);

      scraper.scrape(1000);

      assertEquals(List.of(), world.requests);
      assertEquals(List.of("1000:0"), world.values(series("up")));
    }

    @Test
    void are_told_as_series_if_asked_for() throws Exception {
      world.body = "a 1\n";

      world.scraper(JOB + "    extra_scrape_metrics: true\n    sample_limit: 7\n").scrape(1000);

      assertEquals(List.of("1000:10"), world.values(series("scrape_timeout_seconds")));
      assertEquals(List.of("1000:7"), world.values(series("scrape_sample_limit")));
      assertEquals(List.of("1000:4"), world.values(series("scrape_body_size_bytes")));
    }
  }

  @Nested
  class While_something_is_missing {

    @Test
    void nothing_is_fetched_without_a_storage() throws Exception {
      world.writer = null;
      TargetScraper scraper = world.scraper(JOB);

      scraper.scrape(1000);

      assertEquals(List.of(), world.requests);
      assertEquals(Health.UNKNOWN, scraper.state().health());
      assertEquals("waiting for the storage", scraper.state().error());
    }

    @Test
    void a_target_waits_for_its_transport() throws Exception {
      world.transportPresent = false;
      TargetScraper scraper = world.scraper(JOB);

      scraper.scrape(1000);

      assertEquals("waiting for a bundle that fetches http", scraper.state().error());
      assertEquals(Map.of(), world.series());
    }

    @Test
    void a_target_is_down_once_its_transport_has_gone() throws Exception {
      TargetScraper scraper = world.scraper(JOB);
      scraper.scrape(1000);
      world.transportPresent = false;

      scraper.scrape(2000);

      assertEquals(List.of("1000:1", "2000:0"), world.values(series("up")));
    }

    @Test
    void references_of_one_storage_are_not_used_with_another() throws Exception {
      TargetScraper scraper = world.scraper(JOB);
      world.body = "a 1\nb 2\n";
      scraper.scrape(1000);
      World other = new World();
      try (var batch = other.storage.begin()) {
        batch.series(dev.pharos.model.Labels.of("__name__", "somebody_elses"));
      }
      world.writer = other.storage;
      scraper.scrape(2000);

      assertEquals(List.of("2000:1"), other.values(series("a")));
      assertEquals(List.of("2000:2"), other.values(series("b")));
    }
  }

  @Test
  void what_a_target_says_of_its_metrics_is_kept_as_long_as_it_says_so() throws Exception {
    TargetScraper scraper = world.scraper(JOB);
    world.body = "# HELP a What a is.\n# TYPE a counter\na 1\n# TYPE b gauge\nb 1\n";
    scraper.scrape(1000);
    assertEquals(
        Map.of(
            "a", new Metadata(MetricType.COUNTER, "What a is.", ""),
            "b", new Metadata(MetricType.GAUGE, "", "")),
        scraper.metadata());

    world.body = "# HELP a What a was.\n# TYPE a counter\na 1\n";
    scraper.scrape(2000);
    scraper.scrape(3000);

    assertEquals(
        Map.of("a", new Metadata(MetricType.COUNTER, "What a was.", "")), scraper.metadata());
  }

  @Test
  void a_series_written_twice_counts_as_a_duplicate() throws Exception {
    world.body = "a 1\na 2\n";

    world.scraper(JOB).scrape(1000);

    assertEquals(List.of("1000:1"), world.values(series("a")));
    assertEquals(1, world.metrics.duplicates.get());
  }

  @Test
  void a_target_that_is_gone_leaves_stale_markers_everywhere() throws Exception {
    TargetScraper scraper = world.scraper(JOB);
    world.body = "a 1\n";
    scraper.scrape(1000);

    scraper.end(2000);

    assertEquals(List.of("1000:1", "2000:stale"), world.values(series("a")));
    assertEquals(List.of("1000:1", "2000:stale"), world.values(series("up")));
  }

  @Test
  void only_a_change_of_health_is_news() throws Exception {
    TargetScraper scraper = world.scraper(JOB);
    scraper.scrape(1000);
    scraper.scrape(2000);
    assertEquals(1, world.changes.get());

    world.failure = new IOException("gone");
    scraper.scrape(3000);
    assertEquals(2, world.changes.get());
  }

  @Test
  void open_metrics_is_read_by_its_own_rules() throws Exception {
    world.contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    world.body = "# TYPE a counter\na_total 1 # {trace_id=\"t1\"} 0.5\n# EOF\n";
    TargetScraper scraper = world.scraper(JOB);

    scraper.scrape(1000);

    assertEquals(List.of("1000:1"), world.values(series("a_total")));
    assertEquals("", Objects.toString(scraper.state().error()));
    var exemplars =
        world.storage.exemplars(
            dev.pharos.identity.api.Access.system(),
            new dev.pharos.model.TimeRange(0, 10_000),
            List.of(dev.pharos.model.Matcher.metric("a_total")));
    assertEquals(1, exemplars.size());
    assertEquals(1000, exemplars.values().iterator().next().getFirst().timestampMillis());
  }
}
