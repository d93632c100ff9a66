package dev.pharos.source.local;

import dev.pharos.model.Labels;
import java.util.ArrayList;
import java.util.List;

/**
 * Names series by a pattern in which <code>{{label}}</code> stands for the value of a label.
 *
 * <p>The pattern is taken apart once and used for all series of a query. A label that a series does
 * not have leaves nothing in its place; braces that are not closed stand for themselves.
 */
final class Legend {

  private sealed interface Part {}

  private record Words(String text) implements Part {}

  private record Label(String name) implements Part {}

  private final List<Part> parts;
  private final String expression;

  /**
   * @param pattern empty to name series as PromQL writes them
   * @param expression names a series that has no labels at all
   */
  Legend(String pattern, String expression) {
    this.parts = parts(pattern);
    this.expression = expression;
  }

  private static List<Part> parts(String pattern) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    while (from < pattern.length()) {
      int open = pattern.indexOf("{{", from);
      int close = open < 0 ? -1 : pattern.indexOf("}}", open);
      if (close < 0) {
        parts.add(new Words(pattern.substring(from)));
        break;
      }
      if (open > from) {
        parts.add(new Words(pattern.substring(from, open)));
      }
      parts.add(new Label(pattern.substring(open + 2, close).strip()));
      from = close + 2;
    }
    return parts;
  }

  String name(Labels labels) {
    if (parts.isEmpty()) {
      return labels.isEmpty() ? expression : asPromql(labels);
    }
    StringBuilder name = new StringBuilder();
    for (Part part : parts) {
      name.append(
          switch (part) {
            case Words(String text) -> text;
            case Label(String label) -> labels.get(label);
          });
    }
    return name.toString();
  }

  private static String asPromql(Labels labels) {
    boolean onlyTheName = labels.size() == 1 && labels.has(Labels.METRIC_NAME);
    return onlyTheName ? labels.metricName() : labels.toString();
  }
}
