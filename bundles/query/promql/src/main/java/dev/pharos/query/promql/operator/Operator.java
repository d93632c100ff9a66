package dev.pharos.query.promql.operator;

import dev.pharos.query.promql.column.Annotations;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.Names;
import dev.pharos.query.promql.column.QueryContext;
import dev.pharos.query.promql.column.SampleCount;
import dev.pharos.query.promql.column.Tally;
import dev.pharos.query.syntax.Expr;
import dev.pharos.storage.api.StorageException;
import java.util.List;

/**
 * One step of a plan: it takes what the operators below it give, and gives its own answer for all
 * instants of its grid.
 *
 * <p>There is a kind for each type of the language: {@linkplain VectorOperator series}, {@linkplain
 * ScalarOperator numbers}, {@linkplain RangeOperator series with the samples in ranges} and
 * {@linkplain TextOperator text}. An operator is made for one query and answers once; only {@link
 * Shared} answers several times.
 */
public abstract sealed class Operator
    permits ScalarOperator, VectorOperator, RangeOperator, TextOperator {

  private final Place place;
  private final List<? extends Operator> inputs;
  private final Tally tally;
  private final Annotations annotations;

  /**
   * An operator that has not begun.
   *
   * @param inputs the operators below, in the order of the query's text
   */
  Operator(Place place, List<? extends Operator> inputs) {
    this.place = place;
    this.inputs = inputs;
    this.annotations = place.query().annotations().of(place.expr());
    this.tally = new Tally(place.query().budget(), newCount(), newCount());
  }

  final QueryContext query() {
    return place.query();
  }

  /** The part of the query that this operator stands for. */
  public final Expr expr() {
    return place.expr();
  }

  /** The instants at which it answers. */
  public final Grid grid() {
    return place.grid();
  }

  /** The operators below, in the order of the query's text. */
  public final List<? extends Operator> inputs() {
    return inputs;
  }

  /** What this operator costs. */
  public final Tally tally() {
    return tally;
  }

  final Annotations annotations() {
    return annotations;
  }

  final Names names() {
    return place.query().names();
  }

  /** Makes a count of samples read by one thread; hand it to {@link Tally#read} in the end. */
  public final SampleCount newCount() {
    return new SampleCount(place.query().samplesPerStep(), place.grid().size());
  }

  /** All series of an input, held until this operator is done. */
  final List<Column> columns(VectorOperator input) throws StorageException {
    return input.gather(tally);
  }
}
