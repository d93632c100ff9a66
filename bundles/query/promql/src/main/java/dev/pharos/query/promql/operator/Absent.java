package dev.pharos.query.promql.operator;

import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.column.SampleCount;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.promql.function.Window;
import dev.pharos.query.promql.samples.Halves;
import dev.pharos.query.promql.samples.RangeSource;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Function;
import dev.pharos.storage.api.StorageException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code absent()} and {@code absent_over_time()}: 1 at each instant at which there is nothing. */
public final class Absent extends VectorOperator {

  private final Operator input;
  private final Expr.Call call;

  /**
   * Makes the operator.
   *
   * @param input gives series or ranges
   */
  public Absent(Place place, Expr.Call call, Operator input) {
    super(place, List.of(input));
    this.input = input;
    this.call = call;
  }

  @Override
  boolean isNameless() {
    return true;
  }

  @Override
  void produce(Sink sink) throws StorageException {
    boolean[] present = new boolean[grid().size()];
    Sink presence = column -> column.markPresent(present);
    switch (input) {
      case VectorOperator vector -> vector.stream(presence);
      case RangeOperator range -> Halves.alone(part -> overRange(range, part), presence);
      case ScalarOperator scalar -> throw new IllegalStateException("never absent: " + call);
      case TextOperator text -> throw new IllegalStateException("never absent: " + call);
    }
    ColumnBuilder out = new ColumnBuilder(present.length);
    for (int i = 0; i < present.length; i++) {
      if (!present[i]) {
        out.set(i, 1);
      }
    }
    // Like every function of a range, the one over a range drops in the end what is no label.
    boolean nameless = names().delayed() && call.function() == Function.ABSENT_OVER_TIME;
    Column column = out.build(labelsWanted(call.arguments().getFirst()), nameless);
    if (column != null) {
      sink.take(column);
    }
  }

  private void overRange(RangeOperator range, Halves.Part part) throws StorageException {
    ColumnBuilder out = new ColumnBuilder(grid().size());
    SampleCount count = newCount();
    try (RangeSource source = range.open(part)) {
      Window window = new Window(source.samples(), annotations(), call.at(), new double[0][]);
      while (source.next()) {
        window.overGrid(w -> 1, source, query(), grid(), out, count);
        query().budget().countRead(count.news());
        part.found(source.labels(), out.build(Labels.EMPTY, false));
      }
    }
    range.tally().read(count);
  }

  /** The labels that a missing series would have, as far as the selector's matchers say so. */
  private static Labels labelsWanted(Expr argument) {
    List<Matcher> matchers =
        switch (argument.unwrapped()) {
          case Expr.VectorSelector selector -> selector.matchers();
          case Expr.MatrixSelector matrix -> matrix.selector().matchers();
          default -> List.of();
        };
    Set<String> seen = new HashSet<>();
    var labels = Labels.EMPTY.toBuilder();
    for (Matcher matcher : matchers) {
      if (!matcher.name().equals(Labels.METRIC_NAME)) {
        if (matcher.type() == Matcher.Type.EQUAL && seen.add(matcher.name())) {
          labels.set(matcher.name(), matcher.value());
        } else {
          labels.remove(matcher.name());
        }
      }
    }
    return labels.build();
  }
}
