package dev.pharos.exporter.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exposition.ExpositionFormat;
import dev.pharos.exposition.OpenMetricsRules;
import dev.pharos.model.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What every exporter must pass. Extend it, and give it an exporter that has something to tell:
 *
 * <pre>{@code
 * class NodeExporterContractTest extends ExporterContract {
 *   @Override
 *   protected Exporter exporter() {
 *     return new NodeExporter(hostOfTheTest);
 *   }
 * }
 * }</pre>
 */
public abstract class ExporterContract {

  private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The exporter under test; each test asks anew. */
  protected abstract Exporter exporter() throws Exception;

  /** What it is asked; a plain scrape unless it needs parameters. */
  protected ExporterRequest request() {
    return ExporterRequest.PLAIN;
  }

  @Test
  void it_has_something_to_tell() throws Exception {
    assertFalse(Exposition.of(exporter(), request()).series().isEmpty());
  }

  @Test
  void its_text_keeps_all_rules_of_openmetrics() throws Exception {
    byte[] text = Exposition.write(exporter(), request(), ExpositionFormat.OPENMETRICS);

    OpenMetricsRules.check(text, 0, text.length);
  }

  @Test
  void no_series_is_written_twice() throws Exception {
    Set<Labels> seen = new HashSet<>();
    for (Labels series : Exposition.of(exporter(), request()).series()) {
      assertTrue(seen.add(series), series + " is there twice");
    }
  }

  @Test
  void names_need_no_quotes() throws Exception {
    for (Labels series : Exposition.of(exporter(), request()).series()) {
      assertTrue(METRIC_NAME.matcher(series.metricName()).matches(), series.toString());
      for (int i = 0; i < series.size(); i++) {
        assertTrue(LABEL_NAME.matcher(series.name(i)).matches(), series.toString());
      }
    }
  }

  @Test
  void each_family_has_a_help() throws Exception {
    Exposition.of(exporter(), request())
        .help()
        .forEach((family, help) -> assertFalse(help.isBlank(), family + " has no help"));
  }

  @Test
  void collectors_have_names_each_its_own() throws Exception {
    Set<String> names = new HashSet<>();
    for (Collector collector : exporter().collectors(request())) {
      assertFalse(collector.name().isBlank());
      assertTrue(names.add(collector.name()), collector.name() + " is there twice");
    }
  }

  @Test
  void a_second_scrape_tells_the_same_families() throws Exception {
    Exporter exporter = exporter();

    Set<String> first = Exposition.of(exporter, request()).help().keySet();
    Set<String> second = Exposition.of(exporter, request()).help().keySet();

    assertEquals(first, second);
  }

  @Test
  void several_can_scrape_at_once() throws Exception {
    Exporter exporter = exporter();
    Set<String> families = Exposition.of(exporter, request()).help().keySet();
    List<Callable<Exposition>> scrapes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      scrapes.add(() -> Exposition.of(exporter, request()));
    }

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Exposition> scrape : threads.invokeAll(scrapes)) {
        assertEquals(families, scrape.get().help().keySet());
      }
    }
  }

  @Test
  void an_interrupted_scrape_ends_and_harms_none_after_it() throws Exception {
    Exporter exporter = exporter();
    Set<String> families = Exposition.of(exporter, request()).help().keySet();
    Thread scrape =
        Thread.ofVirtual()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  try {
                    Exposition.of(exporter, request());
                  } catch (Exception interrupted) {
                    // A collector may end by an exception or finish its work; both is an end.
                    Thread.currentThread().interrupt();
                  }
                });

    assertTrue(scrape.join(PATIENCE), "the interrupted scrape goes on");
    assertEquals(families, Exposition.of(exporter, request()).help().keySet());
  }
}
