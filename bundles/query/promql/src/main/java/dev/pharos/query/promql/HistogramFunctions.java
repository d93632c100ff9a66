package dev.pharos.query.promql;

import dev.pharos.model.NativeHistogram;
import dev.pharos.query.syntax.Expr;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.List;

/**
 * What single native histograms tell: count, sum and what follows from them. Values are left out.
 */
final class HistogramFunctions {

  private final Evaluator evaluator;
  private final Expr.Call call;

  HistogramFunctions(Evaluator evaluator, Expr.Call call) {
    this.evaluator = evaluator;
    this.call = call;
  }

  List<Column> evaluate(Grid grid) throws StorageException {
    List<Column> results = new ArrayList<>();
    ColumnBuilder out = new ColumnBuilder(grid.size());
    for (Column column : evaluator.vector(call.arguments().getFirst(), grid)) {
      if (column.hasHistograms()) {
        for (int i = column.first(); i < column.end(); i++) {
          NativeHistogram histogram = column.histogram(i);
          if (histogram != null) {
            out.set(i, apply(histogram));
          }
        }
        Column result = out.build(column.labels(), column.nameless());
        if (result != null) {
          results.add(evaluator.names().drop(result));
        }
      }
    }
    return Names.merge(results);
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
