package dev.pharos.storage.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Opens a data folder that Prometheus itself has filled. */
@Timeout(60)
class OursReadsPrometheusTest {

  private static final String SCRAPING =
      """
      global: {scrape_interval: INTERVAL}
      scrape_configs:
        - job_name: self
          static_configs: [{targets: ['127.0.0.1:PORT']}]
      """;

  @TempDir Path dir;

  @Test
  void a_prometheus_killed_while_it_scraped_left_what_this_database_reads() throws Exception {
    Path data = dir.resolve("data");
    try (var prometheus = new PrometheusServer(data, dir, SCRAPING.replace("INTERVAL", "200ms"))) {
      prometheus.await("count_over_time(up[1m]) > 4", "\"job\":\"self\"");
      assertIsLocked(data, prometheus.pid());
    }

    try (TsdbStorage storage = TsdbFixture.open(TsdbSettings.of(data, Duration.ofDays(15)))) {
      Map<Labels, List<String>> up =
          TsdbFixture.read(storage, Matcher.metric("up"), Matcher.equal("job", "self"));
      assertEquals(1, up.size());
      List<String> samples = up.values().iterator().next();
      assertTrue(samples.size() >= 3, samples::toString);
      assertTrue(samples.stream().allMatch(sample -> sample.endsWith(" 1.0")), samples::toString);
      assertTrue(storage.head().seriesCount() > 200);
      assertEquals(0, storage.figures().corruptions.sum());
    }
  }

  @Test
  void full_chunks_that_prometheus_put_on_the_disk_are_read_together_with_its_log()
      throws Exception {
    Path data = dir.resolve("data");
    String query = "prometheus_engine_queries{job=\"self\"}[1h]";
    List<String> theirs;
    long until;
    try (var prometheus = new PrometheusServer(data, dir, SCRAPING.replace("INTERVAL", "10ms"))) {
      prometheus.await("count_over_time(up[1m]) > 300", "\"job\":\"self\"");
      until = System.currentTimeMillis();
      theirs = prometheus.samples(query, until);
      assertTrue(theirs.size() > 280, theirs::toString);
    }
    assertTrue(Files.size(data.resolve("chunks_head/000001")) > 10_000);

    try (TsdbStorage storage = TsdbFixture.open(TsdbSettings.of(data, Duration.ofDays(15)))) {
      assertTrue(storage.head().chunkCount() >= 2 * storage.head().seriesCount());
      List<String> ours =
          TsdbFixture.read(storage, Matcher.metric("prometheus_engine_queries"))
              .values()
              .iterator()
              .next();
      // What a query does not show: the markers of scrapes that took too long.
      List<String> values = ours.stream().filter(sample -> !sample.contains("NaN")).toList();
      assertEquals(theirs, values.subList(0, theirs.size()));
      assertEquals(0, storage.figures().corruptions.sum());
      assertEquals(0, storage.figures().chunkCorruptions.sum());
    }
  }

  private static void assertIsLocked(Path data, long pid) {
    var e =
        assertThrows(
            IOException.class, () -> TsdbFixture.open(TsdbSettings.of(data, Duration.ofDays(15))));
    assertTrue(e.toString().contains("is in use by process " + pid + ","), e::toString);
  }
}
