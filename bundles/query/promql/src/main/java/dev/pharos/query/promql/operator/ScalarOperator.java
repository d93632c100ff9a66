package dev.pharos.query.promql.operator;

import dev.pharos.storage.api.StorageException;
import java.util.List;

/** An operator that gives one number per instant. */
public abstract non-sealed class ScalarOperator extends Operator {

  ScalarOperator(Place place, List<? extends Operator> inputs) {
    super(place, inputs);
  }

  /** A number for each instant of the grid. */
  abstract double[] compute() throws StorageException;

  /** Runs the operator. */
  public final double[] values() throws StorageException {
    query().access().check();
    long started = query().traced() ? System.nanoTime() : 0;
    try {
      return compute();
    } finally {
      tally().release();
      if (query().traced()) {
        tally().spend(System.nanoTime() - started);
      }
    }
  }
}
