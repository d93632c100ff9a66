package dev.pharos.query.promql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.query.testkit.Outcome;
import dev.pharos.query.testkit.Script;
import dev.pharos.query.testkit.ScriptException;
import dev.pharos.query.testkit.ScriptFiles;
import dev.pharos.query.testkit.ScriptRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shows that the runner of scripts sees what is wrong: expectations are altered, and fail. */
class ScriptRunTest {

  private static final String DATA =
      """
      load 1m
        asked_total{path="/a"} 0+60x10
        asked_total{path="/b"} 0+30x10
        sizes {{schema:0 sum:5 count:4 buckets:[1 2 1]}}x10

      """;

  private static final String MORE = "other{x=\"1\"} 1\n";

  private static List<Outcome> play(String script) throws ScriptException {
    return ScriptRun.play(Script.parse(DATA + script), MemoryStage::open);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "eval instant at 5m rate(asked_total[5m])| {path=\"/a\"} 1| {path=\"/b\"} 0.5",
        "eval instant at 5m asked_total > 200| asked_total{path=\"/a\"} 300|",
        "eval range from 0 to 2m step 1m sum(asked_total)| {} 0 90 180|",
        "eval instant at 0 1 + 1| 2|",
        "eval instant at 0 \"x\"| expect string \"x\"|",
        "eval instant at 0 sizes| sizes {{schema:0 sum:5 count:4 buckets:[1 2 1]}}|",
        "eval instant at 0 asked_total + on () asked_total| expect fail|",
        "eval instant at 5m quantile(2, asked_total)| expect warn| {} +Inf",
        "eval instant at 5m histogram_quantile(0.5, asked_total)| expect warn msg: PromQL warning:"
            + " bucket label \"le\" is missing or has a malformed value of \"\" for metric name"
            + " \"asked_total\" (1:25)|"
      })
  void what_is_as_expected_passes_and_any_other_expectation_fails(
      String eval, String first, String second) throws Exception {
    String script = eval + "\n" + first + "\n" + (second == null ? "" : second + "\n");
    assertTrue(play(script).getFirst().failure().isEmpty(), () -> "as it is: " + eval);

    for (String altered : alterations(eval, first, second)) {
      assertTrue(play(altered).getFirst().failure().isPresent(), () -> "altered: " + altered);
    }
  }

  private static List<String> alterations(String eval, String first, String second) {
    String rest = second == null ? "" : second + "\n";
    String without = eval + "\n" + (first.startsWith("expect warn") ? "expect no_warn\n" : "");
    String changed = eval + "\n" + changed(first) + "\n" + rest;
    boolean series = !first.startsWith("expect fail") && !first.startsWith("expect string");
    return series
        ? List.of(changed, without + rest + "gone 7\n", eval + "\n" + first + "\n" + rest + MORE)
        : List.of(changed, without + rest + "gone 7\n");
  }

  private static String changed(String line) {
    if (line.startsWith("expect fail")) {
      return "expect fail msg: something else";
    }
    if (line.startsWith("expect warn")) {
      return "expect warn msg: something else";
    }
    if (line.startsWith("expect string")) {
      return "expect string \"y\"";
    }
    return line.contains("}}") ? line.replace("sum:5", "sum:6") : line + "7";
  }

  @Test
  void order_counts_where_the_script_says_so() throws Exception {
    String eval = "eval instant at 5m sort(asked_total)\n expect ordered\n";
    String low = "asked_total{path=\"/b\"} 150\n";
    String high = "asked_total{path=\"/a\"} 300\n";

    assertTrue(play(eval + low + high).getFirst().failure().isEmpty());
    assertTrue(play(eval + high + low).getFirst().failure().isPresent());
  }

  @Test
  void a_script_that_is_not_understood_names_its_line() {
    ScriptException fault =
        assertThrows(ScriptException.class, () -> Script.parse("clear\n\nevil instant\n"));

    assertTrue(String.valueOf(fault.getMessage()).startsWith("line 3: "), fault.getMessage());
  }

  @Test
  void files_are_told_with_place_and_difference_and_counted(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("some.test");
    Files.writeString(
        file,
        DATA + "eval instant at 0 vector(1)\n  {} 2\n\neval instant at 0 vector(1)\n  {} 1\n");
    StringWriter out = new StringWriter();

    assertFalse(ScriptFiles.play(List.of(file), MemoryStage::open, new PrintWriter(out)));

    List<String> lines = out.toString().lines().toList();
    assertEquals(file + ":6: vector(1)", lines.getFirst());
    assertTrue(lines.contains("      {} 2"), out::toString);
    assertEquals("1 passed, 1 failed", lines.getLast());
  }
}
