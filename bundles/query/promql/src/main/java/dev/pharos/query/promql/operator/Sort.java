package dev.pharos.query.promql.operator;

import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.promql.function.Sorting;
import dev.pharos.query.syntax.Expr;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.List;

/** {@code sort()} and its kin: another order of the series at one instant. */
public final class Sort extends VectorOperator {

  private final Expr.Call call;
  private final VectorOperator input;

  public Sort(Place place, Expr.Call call, VectorOperator input) {
    super(place, List.of(input));
    this.call = call;
    this.input = input;
  }

  @Override
  boolean isNameless() {
    return input.isNameless();
  }

  @Override
  void produce(Sink sink) throws StorageException {
    // A range is one even where its end lies before its second instant.
    boolean range = grid().equals(query().grid()) && query().rangeMillis() > 0;
    if (range || grid().size() > 1) {
      annotations().sortInRange(call.at());
      input.stream(sink);
      return;
    }
    List<String> labels = new ArrayList<>();
    for (Expr argument : call.arguments().subList(1, call.arguments().size())) {
      labels.add(TextOperator.textOf(argument));
    }
    give(Sorting.sorted(call.function(), columns(input), labels), sink);
  }
}
