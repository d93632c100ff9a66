package dev.pharos.query.promql.operator;

import dev.pharos.query.promql.column.Sink;
import java.util.List;

/** No series at all. */
public final class Nothing extends VectorOperator {

  public Nothing(Place place) {
    super(place, List.of());
  }

  @Override
  void produce(Sink sink) {}
}
