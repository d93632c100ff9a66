package dev.pharos.query.promql;

import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** What a query costs however little it is about: parsing, planning, running. */
public class SmallQueryBenchmark extends OperatorBenchmark {

  @Param({
    "1",
    "absent(none)",
    "x{i=\"i7\"}",
    "sum by (g) (rate(x{g=\"7\"}[5m]))",
    "x{i=\"i7\"} / on (g) group_left () sum by (g) (x{g=\"0\"}) > 0.5 and on (g) x{i=\"i8\"}"
  })
  public String query;

  @Benchmark
  public QueryResult instant() throws QueryException {
    return instant(query);
  }
}
