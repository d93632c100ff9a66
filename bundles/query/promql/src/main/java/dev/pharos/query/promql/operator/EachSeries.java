package dev.pharos.query.promql.operator;

import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.Names;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something done to every series by itself, after which its name is no longer true.
 *
 * <p>Where there are no names left to lose, series pass through one at a time; else they have to be
 * gathered, since those that then have the same labels become one.
 */
abstract class EachSeries extends VectorOperator {

  private final VectorOperator input;

  /**
   * Makes the operator.
   *
   * @param inputs all inputs, in the order of the query's text
   */
  EachSeries(Place place, VectorOperator input, List<? extends Operator> inputs) {
    super(place, inputs);
    this.input = input;
  }

  /** What a series comes to, under its own name; null if it comes to nothing. */
  abstract @Nullable Column apply(Column column);

  /** Evaluates what {@link #apply} needs; called once, before series come. */
  void prepare() throws StorageException {}

  /** Whether series keep their names after all. */
  boolean keepsNames() {
    return false;
  }

  @Override
  final boolean isNameless() {
    return input.isNameless() || !(keepsNames() || names().delayed());
  }

  @Override
  final void produce(Sink sink) throws StorageException {
    if (keepsNames()) {
      prepare();
      input.stream(
          column -> {
            Column result = apply(column);
            if (result != null) {
              sink.take(result);
            }
          });
    } else if (names().delayed() || input.isNameless()) {
      prepare();
      input.stream(
          column -> {
            Column result = apply(column);
            if (result != null) {
              sink.take(names().drop(result));
            }
          });
    } else {
      gatherAll(sink);
    }
  }

  private void gatherAll(Sink sink) throws StorageException {
    Apart apart = new Apart(names());
    List<Column> results = new ArrayList<>();
    prepare();
    input.stream(
        column -> {
          Column result = apply(column);
          if (result != null) {
            tally().hold(result);
            results.add(apart.drop(result));
          }
        });
    give(apart.isCertain() ? results : Names.merge(results), sink);
  }
}
