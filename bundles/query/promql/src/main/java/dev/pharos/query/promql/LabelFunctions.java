package dev.pharos.query.promql;

import dev.pharos.model.Labels;
import dev.pharos.model.Quoted;
import dev.pharos.model.Regex;
import dev.pharos.query.syntax.Expr;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code label_replace} and {@code label_join}. */
final class LabelFunctions {

  private final Evaluator evaluator;

  LabelFunctions(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  List<Column> replace(Expr.Call call, Grid grid) throws StorageException {
    String target = evaluator.text(call.arguments().get(1));
    String replacement = evaluator.text(call.arguments().get(2));
    String source = evaluator.text(call.arguments().get(3));
    Regex regex;
    try {
      regex = Regex.compile(evaluator.text(call.arguments().get(4)));
    } catch (IllegalArgumentException e) {
      throw new EvaluationException(
          "invalid regular expression in label_replace(): "
              + evaluator.text(call.arguments().get(4)));
    }
    if (!isValidName(target)) {
      throw new EvaluationException("invalid destination label name in label_replace(): " + target);
    }
    // Few distinct values stand in many series: each is matched once.
    Map<String, String> expanded = new HashMap<>();
    List<Column> columns = new ArrayList<>();
    for (Column column : evaluator.vector(call.arguments().getFirst(), grid)) {
      String value = column.labels().get(source);
      String result =
          expanded.computeIfAbsent(
              value,
              v -> {
                String match = regex.expand(v, replacement);
                return match == null ? NO_MATCH : match;
              });
      columns.add(result.equals(NO_MATCH) ? column : labelled(column, target, result));
    }
    return Names.merge(columns);
  }

  /** No text that a regular expression can expand to: a lone surrogate. */
  private static final String NO_MATCH = "\ud800";

  List<Column> join(Expr.Call call, Grid grid) throws StorageException {
    String target = evaluator.text(call.arguments().get(1));
    String separator = evaluator.text(call.arguments().get(2));
    List<String> sources = call.arguments().stream().skip(3).map(evaluator::text).toList();
    for (String source : sources) {
      if (!isValidName(source)) {
        throw new EvaluationException("invalid source label name in label_join(): " + source);
      }
    }
    if (!isValidName(target)) {
      throw new EvaluationException("invalid destination label name in label_join(): " + target);
    }
    List<Column> columns = new ArrayList<>();
    for (Column column : evaluator.vector(call.arguments().getFirst(), grid)) {
      String joined =
          sources.stream()
              .map(source -> column.labels().get(source))
              .collect(Collectors.joining(separator));
      columns.add(labelled(column, target, joined));
    }
    return Names.merge(columns);
  }

  /** A name given on purpose stays, even where the old one was to go. */
  private static Column labelled(Column column, String target, String value) {
    boolean nameless = column.nameless() && !target.equals(Labels.METRIC_NAME);
    return column.labelled(column.labels().with(target, value), nameless);
  }

  /** Any text is a label's name but for none at all, and what is no Unicode. */
  static boolean isValidName(String name) {
    return !name.isEmpty() && name.codePoints().noneMatch(c -> c >= 0xd800 && c < 0xe000);
  }

  /** A name in quotes, with what is no Unicode as the bytes that were written. */
  static String quoted(String name) {
    StringBuilder text = new StringBuilder();
    for (char c : Quoted.quote(name).toCharArray()) {
      if (c >= 0xdc80 && c <= 0xdcff) {
        text.append("\\x").append(Integer.toHexString(c & 0xff));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
