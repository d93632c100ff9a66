package dev.pharos.target.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.pharos.model.Labels;
import dev.pharos.target.api.TargetGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetMakerTest {

  private static TargetMaker.Made make(String job, Map<String, String> labels) {
    JobConfig config = World.job("scrape_configs:\n  - job_name: app\n" + job);
    return new TargetMaker(config)
        .make(new TargetGroup("s", List.of(labels), Map.of("zone", "a")))
        .getFirst();
  }

  private static ScrapeTarget kept(String job, Map<String, String> labels) {
    return ((TargetMaker.Kept) make(job, labels)).target();
  }

  private static String reason(String job, Map<String, String> labels) {
    return ((TargetMaker.Failed) make(job, labels)).reason();
  }

  @Test
  void a_target_has_the_labels_of_its_job_its_group_and_itself() {
    ScrapeTarget target = kept("", Map.of("__address__", "web:80", "__meta_x", "y"));

    assertEquals(Labels.of("instance", "web:80", "job", "app", "zone", "a"), target.labels());
    assertEquals("http://web:80/metrics", target.url().toString());
    assertEquals(Duration.ofMinutes(1), target.interval());
    assertEquals(
        Map.of(
            "__address__", "web:80",
            "__meta_x", "y",
            "__metrics_path__", "/metrics",
            "__scheme__", "http",
            "__scrape_interval__", "1m",
            "__scrape_timeout__", "10s",
            "job", "app",
            "zone", "a"),
        target.discovered());
  }

  @Test
  void a_target_s_own_labels_win_over_those_of_group_and_job() {
    ScrapeTarget target =
        kept("", Map.of("__address__", "web:80", "zone", "b", "job", "x", "instance", "i"));

    assertEquals(Labels.of("instance", "i", "job", "x", "zone", "b"), target.labels());
  }

  @Test
  void labels_that_begin_with_two_underscores_say_how_it_is_scraped() {
    ScrapeTarget target =
        kept(
            "    params: {module: [http_2xx], x: [1, 2]}\n",
            Map.of(
                "__address__", "web",
                "__scheme__", "https",
                "__metrics_path__", "/a b",
                "__param_module", "tcp & more",
                "__param_new", "n",
                "__scrape_interval__", "1m30s",
                "__scrape_timeout__", "5s"));

    assertEquals("https://web/a%20b?module=tcp+%26+more&new=n&x=1&x=2", target.url().toString());
    assertEquals(Duration.ofSeconds(90), target.interval());
    assertEquals(Duration.ofSeconds(5), target.timeout());
  }

  @Test
  void relabelling_sees_and_changes_everything() {
    ScrapeTarget target =
        kept(
            """
                relabel_configs:
                  - {source_labels: [__address__], target_label: __param_target}
                  - {source_labels: [__param_target], target_label: instance}
                  - {target_label: __address__, replacement: "blackbox:9115"}
                  - {source_labels: [__meta_zone], target_label: zone}
            """,
            Map.of("__address__", "https://example.org", "__meta_zone", "m"));

    assertEquals(
        "http://blackbox:9115/metrics?target=https%3A%2F%2Fexample.org", target.url().toString());
    assertEquals(
        Labels.of("instance", "https://example.org", "job", "app", "zone", "m"), target.labels());
  }

  @Test
  void targets_that_differ_in_a_parameter_alone_are_two() {
    ScrapeTarget a = kept("", Map.of("__address__", "b:1", "__param_target", "x", "instance", "i"));
    ScrapeTarget b = kept("", Map.of("__address__", "b:1", "__param_target", "y", "instance", "i"));

    assertNotEquals(a.key(), b.key());
    assertNotEquals(a.hash(), b.hash());
  }

  @Test
  void a_target_that_cannot_be_scraped_says_why() {
    assertEquals("no address", reason("", Map.of("x", "y")));
    assertEquals("\"a/b\" is not a valid hostname", reason("", Map.of("__address__", "a/b")));
    assertEquals(
        "error parsing scrape interval: not a valid duration string: \"soon\"",
        reason("", Map.of("__address__", "a", "__scrape_interval__", "soon")));
    assertEquals(
        "scrape interval cannot be 0",
        reason("", Map.of("__address__", "a", "__scrape_interval__", "0s")));
    assertEquals(
        "scrape timeout cannot be greater than scrape interval (\"20s\" > \"10s\")",
        reason(
            "",
            Map.of("__address__", "a", "__scrape_interval__", "10s", "__scrape_timeout__", "20s")));
  }

  @Test
  void a_target_may_have_no_port_and_an_ipv6_address() {
    assertEquals(
        "http://[::1]:9100/metrics",
        kept("", Map.of("__address__", "[::1]:9100")).url().toString());
    assertEquals("http://web/metrics", kept("", Map.of("__address__", "web")).url().toString());
  }
}
