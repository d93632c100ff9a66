package dev.pharos.query.promql.operator;

import dev.pharos.model.NativeHistogram;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.histogram.BucketList;
import dev.pharos.query.promql.histogram.FloatHistogram;
import dev.pharos.query.promql.histogram.HistogramEquality;
import dev.pharos.query.syntax.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What single native histograms tell: count, sum and what follows from them. Values are left out.
 */
public final class HistogramFunction extends EachSeries {

  private final Expr.Call call;
  private final ColumnBuilder out;

  public HistogramFunction(Place place, Expr.Call call, VectorOperator input) {
    super(place, input, List.of(input));
    this.call = call;
    this.out = new ColumnBuilder(place.grid().size());
  }

  @Override
  @Nullable Column apply(Column column) {
    if (!column.hasHistograms()) {
      return null;
    }
    for (int i = column.first(); i < column.end(); i++) {
      NativeHistogram histogram = column.histogram(i);
      if (histogram != null) {
        out.set(i, apply(histogram));
      }
    }
    return out.build(column.labels(), column.nameless());
  }

  private double apply(NativeHistogram histogram) {
    double count = HistogramEquality.count(histogram);
    return switch (call.function()) {
      case HISTOGRAM_COUNT -> count;
      case HISTOGRAM_SUM -> histogram.sum();
      case HISTOGRAM_AVG -> histogram.sum() / count;
      case HISTOGRAM_STDVAR -> new BucketList(FloatHistogram.of(histogram)).variance();
      case HISTOGRAM_STDDEV -> Math.sqrt(new BucketList(FloatHistogram.of(histogram)).variance());
      default -> throw new IllegalStateException("not of histograms: " + call);
    };
  }
}
