package dev.pharos.query.promql.operator;

import dev.pharos.model.Labels;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.storage.api.StorageException;
import java.util.List;

/** {@code vector()}: a number as a series without labels. */
public final class ScalarToVector extends VectorOperator {

  private final ScalarOperator input;

  public ScalarToVector(Place place, ScalarOperator input) {
    super(place, List.of(input));
    this.input = input;
  }

  @Override
  boolean isNameless() {
    return true;
  }

  @Override
  void produce(Sink sink) throws StorageException {
    sink.take(new Column(Labels.EMPTY, false, 0, input.values(), null));
  }
}
