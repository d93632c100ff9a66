package dev.pharos.target.scrape;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pharos.exposition.ExpositionFormat;
import dev.pharos.exposition.ExpositionReader;
import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleBatch;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SteadyScrapeTest {

  private static final int SERIES = 10_000;

  /** Takes everything and keeps nothing, so that only the way there is measured. */
  private static final class Sink implements SampleBatch {
    private long references;
    private long samples;

    @Override
    public long series(Labels labels) {
      return ++references;
    }

    @Override
    public Outcome append(long series, long startMillis, long timestampMillis, double value) {
      samples++;
      return Outcome.ACCEPTED;
    }

    @Override
    public Outcome append(long series, Sample sample) {
      return Outcome.ACCEPTED;
    }

    @Override
    public void commit() {}

    @Override
    public void close() {}
  }

  private static byte[] exposition() {
    StringBuilder text = new StringBuilder();
    for (int family = 0; family < SERIES / 100; family++) {
      text.append(
          "# HELP metric_%d Something.\n# TYPE metric_%d gauge\n".formatted(family, family));
      for (int i = 0; i < 100; i++) {
        text.append(
            "metric_%d{path=\"/some/path/%d\",code=\"200\"} %d.5\n".formatted(family, i, i));
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void a_scrape_like_the_one_before_allocates_nothing_per_sample() throws Exception {
    JobConfig job =
        World.job("scrape_configs: [{job_name: a, static_configs: [{targets: ['x:1']}]}]");
    SampleAppender appender =
        new SampleAppender(job, new SeriesLabels(job, Labels.of("job", "a", "instance", "x:1")));
    ExpositionReader reader = ExpositionReader.of(ExpositionFormat.TEXT);
    byte[] bytes = exposition();
    Sink sink = new Sink();
    for (int i = 0; i < 50; i++) {
      appender.append(sink, reader, bytes, bytes.length, 1000 + i);
      appender.stored();
    }

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    appender.append(sink, reader, bytes, bytes.length, 2000);
    appender.stored();
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertTrue(sink.references == SERIES, "series looked up: " + sink.references);
    assertTrue(sink.samples == 51L * SERIES, "samples: " + sink.samples);
    assertTrue(allocated < SERIES, "allocated " + allocated + " bytes for " + SERIES + " samples");
  }
}
