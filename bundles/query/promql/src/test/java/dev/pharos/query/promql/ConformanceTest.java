package dev.pharos.query.promql;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Prometheus's own query tests, as far as they can be passed today. */
class ConformanceTest {

  /** Evaluations that pass; may rise, and never fall. */
  private static final int PASSING = 1177;

  @Test
  void as_many_evaluations_of_the_original_pass_as_did_before() throws Exception {
    String folder = System.getenv("PHAROS_CONFORMANCE");
    assumeTrue(folder != null, "PHAROS_CONFORMANCE is not set");
    List<String> report = new ArrayList<>();
    int passed = 0;
    int all = 0;
    try (Stream<Path> files = Files.list(Path.of(folder, "promqltest"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".test")).sorted().toList()) {
        List<Script.Outcome> outcomes = Script.run(Files.readString(file));
        long good = outcomes.stream().filter(o -> o.fault().isEmpty()).count();
        passed += (int) good;
        all += outcomes.size();
        report.add(file.getFileName() + ": " + good + " of " + outcomes.size());
        for (Script.Outcome outcome : outcomes) {
          if (!outcome.fault().isEmpty()) {
            report.add(
                "  "
                    + file.getFileName()
                    + ":"
                    + outcome.line()
                    + " "
                    + outcome.query()
                    + "\n    "
                    + outcome.fault());
          }
        }
      }
    }
    report.add("all: " + passed + " of " + all);
    Files.write(Path.of("target", "promqltest.txt"), report, StandardCharsets.UTF_8);
    assertTrue(
        passed >= PASSING,
        passed + " of " + all + " pass, but " + PASSING + " did; see target/promqltest.txt");
  }
}
