package dev.pharos.query.promql.operator;

import dev.pharos.model.NativeHistogram;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.histogram.FloatHistogram;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A minus sign before series. */
public final class Negate extends EachSeries {

  public Negate(Place place, VectorOperator input) {
    super(place, input, List.of(input));
  }

  @Override
  Column apply(Column column) {
    double[] values = column.values().clone();
    for (int i = 0; i < values.length; i++) {
      if (!Column.isAbsent(values[i])) {
        values[i] = -values[i];
      }
    }
    @Nullable NativeHistogram[] histograms = null;
    if (column.hasHistograms()) {
      histograms = new NativeHistogram[values.length];
      for (int i = 0; i < values.length; i++) {
        NativeHistogram histogram = column.histogram(column.first() + i);
        histograms[i] = histogram == null ? null : FloatHistogram.of(histogram).times(-1).toModel();
      }
    }
    return new Column(column.labels(), column.nameless(), column.first(), values, histograms);
  }
}
