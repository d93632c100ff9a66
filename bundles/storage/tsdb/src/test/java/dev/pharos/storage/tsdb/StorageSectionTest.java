package dev.pharos.storage.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.config.api.ConfigSection;
import dev.pharos.config.yaml.ConfigCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageSectionTest {

  @TempDir Path dir;

  private final StorageSection section = new StorageSection();

  /** Checks a file and, as nothing is wrong with it, puts it into force. */
  private FileSettings apply(String text) throws IOException {
    assertEquals(List.of(), problems(text));
    return Objects.requireNonNull(section.follow(null));
  }

  private List<String> problems(String text) throws IOException {
    Path file = Files.writeString(dir.resolve("prometheus.yml"), text);
    List<Runnable> steps = new ArrayList<>();
    ConfigSection remembering =
        root -> {
          Runnable step = section.check(root);
          steps.add(step);
          return step;
        };
    List<String> problems =
        ConfigCheck.prometheus(file, Map.of("storage", remembering)).problems().stream()
            .map(problem -> problem.setting() + ": " + problem.fault())
            .toList();
    if (problems.isEmpty()) {
      steps.forEach(Runnable::run);
    }
    return problems;
  }

  @Test
  void a_file_without_the_section_says_nothing() throws Exception {
    assertEquals(FileSettings.NONE, apply("global:\n  scrape_interval: 15s\n"));
  }

  @Test
  void everything_it_can_say_is_read() throws Exception {
    assertEquals(
        new FileSettings(
            Duration.ofMinutes(30),
            new FileSettings.Retention(Duration.ofDays(30), 50L << 30, 80.5),
            1000),
        apply(
            """
            storage:
              tsdb:
                out_of_order_time_window: 30m
                retention:
                  time: 30d
                  size: 50GB
                  percentage: 80.5
              exemplars:
                max_exemplars: 1000
            """));
  }

  @Test
  void a_follower_is_told_of_what_changes() throws Exception {
    List<Duration> told = new ArrayList<>();
    assertNull(section.follow(s -> told.add(s.outOfOrderWindow())));

    problems("storage:\n  tsdb:\n    out_of_order_time_window: 5m\n");
    problems("storage: {}\n");

    assertEquals(List.of(Duration.ofMinutes(5), Duration.ZERO), told);
  }

  @Test
  void all_mistakes_are_told_at_once() throws Exception {
    List<String> problems =
        problems(
            """
            storage:
              tsdb:
                out_of_order_time_window: soon
                retention: {percentage: 101, size: -1GB}
                size: 5
              exemplars: {max_exemplar: 1}
            """);
    assertEquals(5, problems.size(), problems::toString);
    assertTrue(problems.getFirst().startsWith("storage.tsdb.out_of_order_time_window"));
  }

  @Test
  void what_has_no_effect_yet_is_told() throws Exception {
    apply("storage:\n  tsdb:\n    chunk_encoding: {floats: xor2}\n");
    assertEquals(1, section.waiting().size());
    assertTrue(section.waiting().getFirst().contains("xor2"));
  }

  @Test
  void files_of_the_original_are_judged_as_it_judges_them() throws Exception {
    String root = System.getenv("PHAROS_CONFORMANCE");
    Assumptions.assumeTrue(root != null, "PHAROS_CONFORMANCE is not set");
    try (Stream<Path> files = Files.list(Path.of(root, "prometheus-config"))) {
      int judged = 0;
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith("tsdb_")).toList()) {
        boolean good = file.toString().endsWith(".good.yml");
        assertEquals(good, problems(Files.readString(file)).isEmpty(), file::toString);
        judged++;
      }
      assertTrue(judged >= 8, "only " + judged);
    }
  }
}
