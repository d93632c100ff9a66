package dev.pharos.query.promql;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pharos.query.testkit.ScriptFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Prometheus's own query tests. */
class ConformanceTest {

  @Test
  void every_evaluation_of_the_original_passes() throws Exception {
    String folder = System.getenv("PHAROS_CONFORMANCE");
    assumeTrue(folder != null, "PHAROS_CONFORMANCE is not set");
    StringWriter report = new StringWriter();
    boolean passed;
    try (Stream<Path> files = Files.list(Path.of(folder, "promqltest"))) {
      List<Path> scripts = files.filter(f -> f.toString().endsWith(".test")).sorted().toList();
      passed = ScriptFiles.play(scripts, MemoryStage::open, new PrintWriter(report));
    }
    Path kept = Files.createDirectories(Path.of("target")).resolve("promqltest.txt");
    Files.writeString(kept, report.toString(), StandardCharsets.UTF_8);
    assertTrue(passed, () -> "see " + kept + "; at last: " + lastLine(report.toString()));
  }

  private static String lastLine(String text) {
    return text.lines().reduce((a, b) -> b).orElse("");
  }
}
