package dev.pharos.query.promql;

import java.util.List;

/** What a part of a query came to, over all instants of its grid. */
sealed interface Value {

  /**
   * Numbers without labels.
   *
   * @param values one per instant
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Scalars(double[] values) implements Value {}

  record Text(String text) implements Value {}

  /** Series, each with a sample at some of the instants. */
  record Vector(List<Column> columns) implements Value {}
}
