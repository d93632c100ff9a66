package dev.pharos.query.promql;

import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Few series out of many: {@code Aggregate}, {@code AggregateQuantile}, {@code Pick}, {@code CountValues}. */
public class AggregationBenchmark extends OperatorBenchmark {

  @Param({
    "sum(x)",
    "sum by (g) (rate(x[5m]))",
    "avg by (g) (x)",
    "max by (g) (x)",
    "stddev by (g) (x)",
    "topk(5, x)",
    "quantile by (g) (0.9, x)",
    "count_values(\"v\", x > bool 2000)"
  })
  public String query;

  @Benchmark
  public QueryResult range() throws QueryException {
    return range(query);
  }
}
