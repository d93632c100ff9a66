package dev.pharos.query.promql.operator;

import dev.pharos.model.Labels;
import dev.pharos.model.Regex;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.EvaluationException;
import dev.pharos.query.promql.column.Names;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Function;
import dev.pharos.query.syntax.LabelName;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** {@code label_replace()} and {@code label_join()}: the same samples under other labels. */
public final class Relabel extends VectorOperator {

  /** No text that a regular expression can expand to: a lone surrogate. */
  private static final String NO_MATCH = "\ud800";

  private final Expr.Call call;
  private final VectorOperator input;

  public Relabel(Place place, Expr.Call call, VectorOperator input) {
    super(place, List.of(input));
    this.call = call;
    this.input = input;
  }

  @Override
  void produce(Sink sink) throws StorageException {
    String target = text(1);
    UnaryOperator<Column> relabelling =
        call.function() == Function.LABEL_REPLACE ? replacing(target) : joining(target);
    List<Column> columns = new ArrayList<>();
    input.stream(
        column -> {
          tally().hold(column);
          columns.add(relabelling.apply(column));
        });
    give(Names.merge(columns), sink);
  }

  private String text(int argument) {
    return TextOperator.textOf(call.arguments().get(argument));
  }

  private UnaryOperator<Column> replacing(String target) {
    String replacement = text(2);
    String source = text(3);
    Regex regex;
    try {
      regex = Regex.compile(text(4));
    } catch (IllegalArgumentException e) {
      throw new EvaluationException("invalid regular expression in label_replace(): " + text(4));
    }
    if (!LabelName.isValid(target)) {
      throw new EvaluationException("invalid destination label name in label_replace(): " + target);
    }
    // Few distinct values stand in many series: each is matched once.
    Map<String, String> expanded = new HashMap<>();
    return column -> {
      String value = column.labels().get(source);
      String result =
          expanded.computeIfAbsent(
              value,
              v -> {
                String match = regex.expand(v, replacement);
                return match == null ? NO_MATCH : match;
              });
      return result.equals(NO_MATCH) ? column : labelled(column, target, result);
    };
  }

  private UnaryOperator<Column> joining(String target) {
    String separator = text(2);
    List<String> sources = new ArrayList<>();
    for (int i = 3; i < call.arguments().size(); i++) {
      sources.add(text(i));
    }
    for (String source : sources) {
      if (!LabelName.isValid(source)) {
        throw new EvaluationException("invalid source label name in label_join(): " + source);
      }
    }
    if (!LabelName.isValid(target)) {
      throw new EvaluationException("invalid destination label name in label_join(): " + target);
    }
    return column -> {
      StringBuilder joined = new StringBuilder();
      for (int i = 0; i < sources.size(); i++) {
        joined.append(i == 0 ? "" : separator).append(column.labels().get(sources.get(i)));
      }
      return labelled(column, target, joined.toString());
    };
  }

  /** A name given on purpose stays, even where the old one was to go. */
  private static Column labelled(Column column, String target, String value) {
    boolean nameless = column.nameless() && !target.equals(Labels.METRIC_NAME);
    return column.labelled(column.labels().with(target, value), nameless);
  }
}
