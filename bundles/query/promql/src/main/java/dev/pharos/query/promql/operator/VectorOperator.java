package dev.pharos.query.promql.operator;

import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.promql.column.Tally;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.List;

/**
 * An operator that gives series.
 *
 * <p>It pushes them: one column after the other goes into the sink of whoever asked, in the order
 * of labels where they come from a selector. So what looks at one series at a time holds one at a
 * time, and only who needs several together gathers them.
 */
public abstract non-sealed class VectorOperator extends Operator {

  VectorOperator(Place place, List<? extends Operator> inputs) {
    super(place, inputs);
  }

  /** Gives all series to a sink. */
  abstract void produce(Sink sink) throws StorageException;

  /**
   * Whether no series that comes out has a name of a metric, or whatever else is true of the metric
   * alone, among its labels: then nothing more can be lost, and series stay apart.
   */
  boolean isNameless() {
    return false;
  }

  /** Runs the operator: gives all its series to a sink. */
  final void stream(Sink sink) throws StorageException {
    query().access().check();
    try {
      if (query().traced()) {
        streamTraced(sink);
      } else {
        produce(
            column -> {
              tally().give();
              sink.take(column);
            });
      }
    } finally {
      done();
    }
  }

  /** Takes the time, without that of those who take the series. */
  private void streamTraced(Sink sink) throws StorageException {
    long[] elsewhere = new long[1];
    long started = System.nanoTime();
    produce(
        column -> {
          tally().give();
          long given = System.nanoTime();
          sink.take(column);
          elsewhere[0] += System.nanoTime() - given;
        });
    tally().spend(System.nanoTime() - started - elsewhere[0]);
  }

  /** Gives back what was held. */
  void done() {
    tally().release();
  }

  /**
   * All series together.
   *
   * @param holder to whom they are counted as held
   */
  public List<Column> gather(Tally holder) throws StorageException {
    List<Column> columns = new ArrayList<>();
    stream(
        column -> {
          holder.hold(column);
          columns.add(column);
        });
    return columns;
  }

  static void give(List<Column> columns, Sink sink) throws StorageException {
    for (Column column : columns) {
      sink.take(column);
    }
  }
}
