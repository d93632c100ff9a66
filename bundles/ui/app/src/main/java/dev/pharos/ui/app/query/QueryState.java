package dev.pharos.ui.app.query;

import java.util.Map;
import java.util.Optional;

/**
 * One query as the address holds it, by the names that Prometheus uses.
 *
 * @param expression PromQL
 * @param graph whether it is drawn over time, or listed at one instant
 * @param stacked whether the lines of the graph are piled on each other
 * @param stepSeconds time between points; 0 to let the width decide
 */
record QueryState(String expression, boolean graph, boolean stacked, int stepSeconds) {

  static final QueryState EMPTY = new QueryState("", false, false, 0);

  /** The query at a place of the address, if there is one. */
  static Optional<QueryState> read(Map<String, String> parameters, int place) {
    String prefix = "g" + place + ".";
    String expression = parameters.get(prefix + "expr");
    if (expression == null) {
      return Optional.empty();
    }
    String tab = parameters.getOrDefault(prefix + "tab", "table");
    boolean graph = tab.equals("graph") || tab.equals("0");
    boolean stacked =
        parameters.getOrDefault(prefix + "stacked", "0").equals("1")
            || parameters.getOrDefault(prefix + "display_mode", "lines").equals("stacked");
    return Optional.of(
        new QueryState(expression, graph, stacked, seconds(parameters.get(prefix + "step_input"))));
  }

  /** Writes the query; an empty value takes a parameter out of the address. */
  void write(Map<String, String> parameters, int place) {
    String prefix = "g" + place + ".";
    boolean there = !expression.isBlank();
    parameters.put(prefix + "expr", expression);
    parameters.put(prefix + "tab", there ? (graph ? "graph" : "table") : "");
    parameters.put(prefix + "display_mode", there && graph ? (stacked ? "stacked" : "lines") : "");
    parameters.put(
        prefix + "step_input", there && stepSeconds > 0 ? String.valueOf(stepSeconds) : "");
    parameters.put(prefix + "stacked", "");
  }

  QueryState asks(String other) {
    return new QueryState(other, graph, stacked, stepSeconds);
  }

  QueryState drawn(boolean other) {
    return new QueryState(expression, other, stacked, stepSeconds);
  }

  QueryState stacks(boolean other) {
    return new QueryState(expression, graph, other, stepSeconds);
  }

  QueryState stepping(int seconds) {
    return new QueryState(expression, graph, stacked, seconds);
  }

  private static int seconds(@org.jspecify.annotations.Nullable String text) {
    return text != null && text.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(text) : 0;
  }
}
