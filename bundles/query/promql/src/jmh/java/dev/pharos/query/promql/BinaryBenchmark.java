package dev.pharos.query.promql;

import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Operators between two sides: {@code WithScalar}, {@code Match}, {@code SetOperation}. */
public class BinaryBenchmark extends OperatorBenchmark {

  @Param({
    "x * 2",
    "x > 500",
    "rate(x[5m]) * 60",
    "x + x",
    "x * on (g) group_left () count by (g) (x)",
    "x and x",
    "x unless (x > 500)",
    "x or vector(1)"
  })
  public String query;

  @Benchmark
  public QueryResult range() throws QueryException {
    return range(query);
  }
}
