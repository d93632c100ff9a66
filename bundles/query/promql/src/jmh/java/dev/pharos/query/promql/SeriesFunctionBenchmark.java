package dev.pharos.query.promql;

import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Functions of series as they are: {@code EachSeries} and its kin. */
public class SeriesFunctionBenchmark extends OperatorBenchmark {

  @Param({
    "abs(x)",
    "-x",
    "clamp(x, 100, 500)",
    "absent(x)",
    "scalar(x)",
    "label_replace(x, \"h\", \"$1\", \"i\", \"(.).*\")",
    "histogram_quantile(0.9, x)",
    "histogram_quantile(0.5, sum by (le) (rate(x[5m])))"
  })
  public String query;

  @Benchmark
  public QueryResult range() throws QueryException {
    return range(query);
  }
}
