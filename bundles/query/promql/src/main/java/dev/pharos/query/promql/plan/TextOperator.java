package dev.pharos.query.promql.plan;

import java.util.List;

/** A text that stands in the query. */
final class TextOperator extends Operator {

  private final String text;

  TextOperator(Place place, String text) {
    super(place, List.of());
    this.text = text;
  }

  String text() {
    return text;
  }
}
