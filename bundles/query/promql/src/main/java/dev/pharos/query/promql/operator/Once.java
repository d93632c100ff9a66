package dev.pharos.query.promql.operator;

import dev.pharos.model.NativeHistogram;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.storage.api.StorageException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Series that are the same at every instant: computed for the first one, and spread out. */
public final class Once extends VectorOperator {

  private final VectorOperator input;

  /**
   * Makes the operator.
   *
   * @param input over the first instant of the grid alone
   */
  public Once(Place place, VectorOperator input) {
    super(place, List.of(input));
    this.input = input;
  }

  @Override
  boolean isNameless() {
    return input.isNameless();
  }

  @Override
  void produce(Sink sink) throws StorageException {
    input.stream(column -> sink.take(spread(column, grid().size())));
  }

  private static Column spread(Column column, int size) {
    double[] values = new double[size];
    Arrays.fill(values, column.value(0));
    NativeHistogram histogram = column.histogram(0);
    @Nullable NativeHistogram[] histograms = null;
    if (histogram != null) {
      histograms = new NativeHistogram[size];
      Arrays.fill(histograms, histogram);
    }
    return new Column(column.labels(), column.nameless(), 0, values, histograms);
  }
}
