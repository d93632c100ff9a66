package dev.pharos.ui.app.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueryStateTest {

  @Test
  void a_link_of_prometheus_3_is_understood() {
    Map<String, String> link =
        Map.of(
            "g0.expr",
            "up",
            "g0.tab",
            "graph",
            "g0.display_mode",
            "stacked",
            "g0.step_input",
            "15");

    assertEquals(Optional.of(new QueryState("up", true, true, 15)), QueryState.read(link, 0));
  }

  @Test
  void a_link_of_prometheus_2_is_understood() {
    Map<String, String> link = Map.of("g1.expr", "up", "g1.tab", "0", "g1.stacked", "1");

    assertEquals(Optional.of(new QueryState("up", true, true, 0)), QueryState.read(link, 1));
  }

  @Test
  void a_place_without_an_expression_holds_no_query() {
    assertEquals(Optional.empty(), QueryState.read(Map.of("g0.tab", "graph"), 0));
  }

  @Test
  void a_step_that_is_no_number_of_seconds_leaves_it_to_the_width() {
    for (String step : new String[] {"0", "-1", "a", "1.5", "99999999999", ""}) {
      Map<String, String> link = Map.of("g0.expr", "up", "g0.step_input", step);
      assertEquals(0, QueryState.read(link, 0).orElseThrow().stepSeconds(), step);
    }
  }

  @Test
  void what_is_written_reads_back_the_same() {
    QueryState state = new QueryState("rate(x[5m])", true, true, 60);
    Map<String, String> parameters = new HashMap<>();

    state.write(parameters, 3);

    assertEquals(Optional.of(state), QueryState.read(parameters, 3));
  }

  @Test
  void an_empty_query_takes_its_parameters_out_of_the_address() {
    Map<String, String> parameters = new HashMap<>();

    QueryState.EMPTY.write(parameters, 0);

    parameters.forEach((name, value) -> assertEquals("", value, name));
  }
}
