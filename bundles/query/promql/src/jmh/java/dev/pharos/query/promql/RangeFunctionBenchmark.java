package dev.pharos.query.promql;

import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Functions of ranges: {@code OverRange} over {@code SelectRange} and {@code Subquery}. */
public class RangeFunctionBenchmark extends OperatorBenchmark {

  @Param({
    "rate(x[5m])",
    "irate(x[5m])",
    "sum_over_time(x[5m])",
    "avg_over_time(x[5m])",
    "max_over_time(x[5m])",
    "quantile_over_time(0.9, x[5m])",
    "changes(x[5m])",
    "deriv(x[5m])",
    "absent_over_time(x[5m])",
    "max_over_time(sum(x)[10m:1m])"
  })
  public String query;

  @Benchmark
  public QueryResult range() throws QueryException {
    return range(query);
  }
}
