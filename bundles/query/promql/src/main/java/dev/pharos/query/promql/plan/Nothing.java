package dev.pharos.query.promql.plan;

import java.util.List;

/** No series at all. */
final class Nothing extends VectorOperator {

  Nothing(Place place) {
    super(place, List.of());
  }

  @Override
  void produce(Sink sink) {}
}
