package dev.pharos.query.promql.operator;

import dev.pharos.query.promql.samples.Halves;
import dev.pharos.query.promql.samples.RangeSource;
import dev.pharos.storage.api.StorageException;
import java.util.List;

/** An operator that gives series with the samples that lie in a range before each instant. */
public abstract non-sealed class RangeOperator extends Operator {

  RangeOperator(Place place, List<? extends Operator> inputs) {
    super(place, inputs);
  }

  /** Makes a source of the series that a part takes. */
  abstract RangeSource source(Halves.Part part) throws StorageException;

  /** Whether series come straight from the storage, so that each of two threads can select them. */
  abstract boolean isStored();

  /** Runs the operator: the series that a part of the query takes. Close them. */
  public final RangeSource open(Halves.Part part) throws StorageException {
    query().access().check();
    if (part.isHelper() || !query().traced()) {
      return source(part);
    }
    long started = System.nanoTime();
    RangeSource source = source(part);
    tally().spend(System.nanoTime() - started);
    source.takeTime(tally());
    return source;
  }
}
