package dev.pharos.target.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.exposition.ExpositionFormat;
import dev.pharos.exposition.ExpositionWriter;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrapeMetricsTest {

  private final ScrapeMetrics metrics = new ScrapeMetrics();

  private String text() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ExpositionWriter out = ExpositionWriter.of(ExpositionFormat.TEXT, bytes);
    metrics.registry().write(out);
    out.end();
    return bytes.toString(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.01", "0.05", "0.5", "0.9", "0.99"})
  void intervals_have_the_quantiles_of_the_original(String quantile) throws Exception {
    metrics.intervalLength.labelValues("15s").observe(15.5);
    metrics.syncLength.labelValues("node").observe(0.25);

    String text = text();

    assertTrue(
        text.contains(
            "\nprometheus_target_interval_length_seconds{interval=\"15s\",quantile=\"%s\"} 15.5\n"
                .formatted(quantile)),
        text);
    assertTrue(
        text.contains(
            "\nprometheus_target_sync_length_seconds{quantile=\"%s\",scrape_job=\"node\"} 0.25\n"
                .formatted(quantile)),
        text);
  }

  @Test
  void before_the_first_scrape_there_are_none() throws Exception {
    assertTrue(!text().contains("quantile"), text());
  }
}
