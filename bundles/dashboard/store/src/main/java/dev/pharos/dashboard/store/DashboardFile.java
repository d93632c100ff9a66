package dev.pharos.dashboard.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.pharos.dashboard.api.Dashboard;
import dev.pharos.dashboard.api.PanelDefinition;
import dev.pharos.dashboard.api.PanelDefinition.Grid;
import dev.pharos.dashboard.api.PanelDefinition.Query;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dashboard from the JSON of a content file.
 *
 * <p>The schema is small and closed: a member that is not known is a problem, since it is a typing
 * error more often than anything else. {@code docs/extending/content.md} lists it.
 */
final class DashboardFile {

  private static final int COLUMNS = 24;
  private static final int MOST_ROWS = 10_000;
  private static final int MOST_PANELS = 500;

  private DashboardFile() {}

  /**
   * Reads a file.
   *
   * @throws InvalidDashboardException if anything is wrong with it; it names every problem found
   */
  static Dashboard parse(String uid, String json) throws InvalidDashboardException {
    List<String> problems = new ArrayList<>();
    Dashboard dashboard = dashboard(uid, new Node("", object(json), problems));
    if (!problems.isEmpty()) {
      throw new InvalidDashboardException(problems);
    }
    return dashboard;
  }

  private static JsonObject object(String json) throws InvalidDashboardException {
    try (JsonReader reader = new JsonReader(new StringReader(json))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement root = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new InvalidDashboardException(List.of("something stands after the dashboard's end"));
      }
      if (root instanceof JsonObject object) {
        return object;
      }
      throw new InvalidDashboardException(List.of("the file holds no object in braces"));
    } catch (JsonParseException | IOException e) {
      throw new InvalidDashboardException(List.of("no JSON: " + place(e)));
    }
  }

  /** The message of the parser without the line that sends readers to its own manual. */
  private static String place(Exception e) {
    String message =
        String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private static Dashboard dashboard(String uid, Node node) {
    String title = node.requiredText("title");
    String description = node.text("description", "");
    List<String> tags = node.texts("tags");
    long from = node.seconds("from", 3600);
    long refresh = node.seconds("refresh", 0);
    List<Node> nodes = node.objects("panels");
    if (nodes.isEmpty()) {
      node.problem("panels", "there is none", "give the dashboard a panel");
    } else if (nodes.size() > MOST_PANELS) {
      node.problem("panels", "there are " + nodes.size(), "make several dashboards of them");
    }
    if (from == 0) {
      node.problem("from", "is 0", "say how far back to look, as in \"1h\"");
    }
    node.close();
    return new Dashboard(
        uid, title, description, List.copyOf(tags), from, refresh, panels(nodes), false);
  }

  private static List<PanelDefinition> panels(List<Node> nodes) {
    List<PanelDefinition> panels = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    for (Node node : nodes) {
      PanelDefinition panel = panel(node, panels.size() + 1);
      if (!ids.add(panel.id())) {
        node.problem("id", panel.id() + " is taken by an earlier panel", "give each its own");
      }
      panels.add(panel);
    }
    return List.copyOf(panels);
  }

  private static PanelDefinition panel(Node node, int position) {
    int id = node.number("id", position, 1, Integer.MAX_VALUE);
    String type = node.requiredText("type");
    String title = node.text("title", "");
    String description = node.text("description", "");
    Grid grid = grid(node, node.object("grid"));
    List<Query> queries = queries(node.objects("queries"));
    String unit = node.text("unit", "");
    String options = node.json("options");
    node.close();
    return new PanelDefinition(id, type, title, description, grid, queries, unit, options);
  }

  private static Grid grid(Node panel, @Nullable Node grid) {
    if (grid == null) {
      panel.problem(
          "grid", "is missing", "write it as in {\"x\": 0, \"y\": 0, \"w\": 12, \"h\": 8}");
      return new Grid(0, 0, COLUMNS, 1);
    }
    int x = grid.number("x", 0, 0, COLUMNS - 1);
    int y = grid.number("y", 0, 0, MOST_ROWS);
    int width = grid.number("w", COLUMNS / 2, 1, COLUMNS);
    int height = grid.number("h", 8, 1, MOST_ROWS);
    if (x + width > COLUMNS) {
      grid.problem(
          "w",
          width + " columns from column " + x + " leave the grid of " + COLUMNS,
          "make it narrower");
    }
    grid.close();
    return new Grid(x, y, width, height);
  }

  private static List<Query> queries(List<Node> nodes) {
    List<Query> queries = new ArrayList<>();
    Set<String> refIds = new HashSet<>();
    for (Node node : nodes) {
      String refId = node.text("refId", refId(queries.size()));
      String source = node.text("source", "local");
      String expression = node.requiredText("expr");
      String legend = node.text("legend", "");
      boolean instant = node.flag("instant");
      node.close();
      if (!refIds.add(refId)) {
        node.problem("refId", refId + " is taken by an earlier query", "give each its own");
      }
      queries.add(new Query(refId, source, expression, legend, instant));
    }
    return List.copyOf(queries);
  }

  /** A, B, … Z, then Q27 and so on. */
  private static String refId(int index) {
    return index < 26 ? String.valueOf((char) ('A' + index)) : "Q" + (index + 1);
  }
}
