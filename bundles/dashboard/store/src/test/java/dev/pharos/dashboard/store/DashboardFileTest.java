package dev.pharos.dashboard.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.dashboard.api.Dashboard;
import dev.pharos.dashboard.api.PanelDefinition;
import dev.pharos.dashboard.api.PanelDefinition.Grid;
import dev.pharos.dashboard.api.PanelDefinition.Query;
import java.util.List;
import org.junit.jupiter.api.Test;

class DashboardFileTest {

  private static final String PANEL =
      """
      {"type": "timeseries", "grid": {"x": 0, "y": 0, "w": 12, "h": 8},
       "queries": [{"expr": "up"}]}
      """;

  @Test
  void everything_a_file_says_is_in_the_dashboard() throws Exception {
    Dashboard dashboard =
        DashboardFile.parse(
            "bundle:b:host",
            """
            {
              "title": "Host", "description": "One machine", "tags": ["linux", "node"],
              "from": "1h30m", "refresh": "30s",
              "panels": [{
                "id": 7, "type": "stat", "title": "Load", "description": "Of one minute",
                "grid": {"x": 4, "y": 2, "w": 6, "h": 4},
                "queries": [{"refId": "L", "source": "other", "expr": "node_load1",
                             "legend": "{{instance}}", "instant": true}],
                "unit": "short", "options": {"reduce": "last"}
              }]
            }
            """);

    assertEquals(
        new Dashboard(
            "bundle:b:host",
            "Host",
            "One machine",
            List.of("linux", "node"),
            5400,
            30,
            List.of(
                new PanelDefinition(
                    7,
                    "stat",
                    "Load",
                    "Of one minute",
                    new Grid(4, 2, 6, 4),
                    List.of(new Query("L", "other", "node_load1", "{{instance}}", true)),
                    "short",
                    "{\"reduce\":\"last\"}")),
            false),
        dashboard);
  }

  @Test
  void what_is_not_said_has_a_sensible_value() throws Exception {
    Dashboard dashboard = parse("{'title': 'T', 'panels': [" + PANEL + "]}");

    assertEquals(3600, dashboard.fromSeconds());
    assertEquals(0, dashboard.refreshSeconds());
    PanelDefinition panel = dashboard.panels().getFirst();
    assertEquals(1, panel.id());
    assertEquals("{}", panel.options());
    assertEquals(new Query("A", "local", "up", "", false), panel.queries().getFirst());
  }

  @Test
  void queries_without_a_name_are_called_A_and_B_in_turn() throws Exception {
    Dashboard dashboard =
        parse(
            "{'title': 'T', 'panels': [{'type': 'stat', 'grid': {}, 'queries': "
                + "[{'expr': 'a'}, {'expr': 'b'}]}]}");

    assertEquals(
        List.of("A", "B"),
        dashboard.panels().getFirst().queries().stream().map(Query::refId).toList());
  }

  @Test
  void all_problems_of_a_file_are_told_at_once_with_their_places() {
    var e =
        assertThrows(
            InvalidDashboardException.class,
            () ->
                parse(
                    """
                    {'title': 3, 'from': 'soon', 'panel': [],
                     'panels': [{'type': 'stat', 'grid': {'x': 20, 'w': 8}, 'queries': [{}]},
                                {'id': 1, 'type': '', 'queries': 'up'}]}
                    """));

    assertEquals(
        List.of(
            "title: found 3, expected a text in quotes",
            "from: \"soon\" is no duration; write it as in \"1h\", \"90s\" or \"7d\"",
            "panel: is not known here; what may stand here: title, description, tags, from,"
                + " refresh, panels",
            "panels[0].grid.w: 8 columns from column 20 leave the grid of 24; make it narrower",
            "panels[0].queries[0].expr: is missing or empty; give it a text",
            "panels[1].type: is missing or empty; give it a text",
            "panels[1].grid: is missing; write it as in"
                + " {\"x\": 0, \"y\": 0, \"w\": 12, \"h\": 8}",
            "panels[1].queries: found \"up\", expected a list in brackets",
            "panels[1].id: 1 is taken by an earlier panel; give each its own"),
        e.problems());
  }

  @Test
  void a_file_that_is_no_JSON_is_named_with_line_and_column() {
    var e =
        assertThrows(
            InvalidDashboardException.class, () -> parse("{\n 'title': 'T',\n 'panels': [}\n"));

    assertEquals(1, e.problems().size());
    String problem = e.problems().getFirst();
    assertTrue(problem.contains("line 3 column"), problem);
    assertFalse(problem.contains("\n"), problem);
  }

  @Test
  void comments_and_other_leniencies_are_no_JSON() {
    assertThrows(InvalidDashboardException.class, () -> parse("{title: 'T'} // mine"));
  }

  @Test
  void a_second_object_after_the_first_is_a_problem() {
    var e = assertThrows(InvalidDashboardException.class, () -> parse("{} {}"));

    assertEquals(1, e.problems().size());
  }

  @Test
  void a_number_with_a_fraction_is_no_place_on_the_grid() {
    var e =
        assertThrows(
            InvalidDashboardException.class,
            () ->
                parse("{'title': 'T', 'panels': [{'type': 'stat', 'grid': {'y': 1.5, 'x': -1}}]}"));

    assertEquals(
        List.of(
            "panels[0].grid.x: found -1, expected a whole number from 0 to 23",
            "panels[0].grid.y: found 1.5, expected a whole number from 0 to 10000"),
        e.problems());
  }

  private static Dashboard parse(String json) throws InvalidDashboardException {
    return DashboardFile.parse("bundle:b:t", json.replace('\'', '"'));
  }
}
