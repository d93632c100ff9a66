package dev.pharos.query.promql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pharos.query.testkit.Outcome;
import dev.pharos.query.testkit.Script;
import dev.pharos.query.testkit.ScriptRun;
import dev.pharos.query.testkit.Stage;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own scripts. */
class ScriptsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "selectors",
        "rates",
        "aggregations",
        "operators",
        "functions",
        "differences",
        "histograms",
        "rules",
        "peer_groups",
        "peer_operators",
        "peer_ranges",
        "peer_times",
        "peer_values"
      })
  void every_evaluation_of_a_script_gives_what_it_says(String name) throws Exception {
    play(name, MemoryStage::open);
  }

  @Test
  void every_evaluation_gives_what_a_script_says_where_nothing_is_switched_on() throws Exception {
    play("plain", MemoryStage::plain);
  }

  private static void play(String name, Stage.Factory stages) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(ScriptsTest.class.getResourceAsStream(name + ".test"))) {
      List<Outcome> outcomes =
          ScriptRun.play(
              Script.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)), stages);

      assertFalse(outcomes.isEmpty());
      assertEquals(
          List.of(), outcomes.stream().filter(outcome -> outcome.failure().isPresent()).toList());
    }
  }
}
