package dev.pharos.query.promql;

import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Reading series: {@code Select}, {@code Once} and {@code Shared}. */
public class SelectBenchmark extends OperatorBenchmark {

  @Param({
    "x",
    "x{i=~\"i.*5\"}",
    "x offset 5m",
    "timestamp(x)",
    "x @ end()"
  })
  public String query;

  @Benchmark
  public QueryResult range() throws QueryException {
    return range(query);
  }
}
