package dev.pharos.query.syntax;

import java.util.Set;

/** The words of the language, in small letters; most of them may still be names. */
final class Words {

  /** They are words only before a parenthesis. */
  static final Set<String> FILLS = Set.of("fill", "fill_left", "fill_right");

  private static final Set<String> KEYWORDS =
      Set.of(
          "offset",
          "smoothed",
          "anchored",
          "by",
          "without",
          "on",
          "ignoring",
          "group_left",
          "group_right",
          "bool");

  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "atan2");

  /** They can be called, and some of them stand in lengths or behind {@code @}. */
  private static final Set<String> CALLS =
      Set.of("start", "end", "step", "range", "min_of", "max_of");

  private static final Set<String> NO_METRICS =
      Set.of("on", "ignoring", "group_left", "group_right", "bool", "atan2");

  private Words() {}

  static boolean contains(String word) {
    return KEYWORDS.contains(word)
        || OPERATORS.contains(word)
        || CALLS.contains(word)
        || FILLS.contains(word)
        || Aggregator.of(word).isPresent();
  }

  /** Whether it may be called like a function. */
  static boolean canBeCalled(String word) {
    return CALLS.contains(word);
  }

  /** Whether a metric may be called so. */
  static boolean canBeMetric(String word) {
    return !NO_METRICS.contains(word);
  }

  /** Whether series may be grouped by a label that is called so. */
  static boolean canBeLabel(String word) {
    return !word.equals("without");
  }

  /** What error messages put around it; empty if it is quoted like a sign. */
  static String bracket(String word) {
    if (OPERATORS.contains(word)) {
      return "<op:";
    }
    if (Aggregator.of(word).isPresent()) {
      return "<aggr:";
    }
    return CALLS.contains(word) ? "" : "<";
  }
}
