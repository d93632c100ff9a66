package dev.pharos.query.promql;

import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryException.Kind;
import dev.pharos.query.syntax.DurationExpr;
import dev.pharos.query.syntax.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Refuses queries whose computed ranges, steps and offsets come to nothing that can be: that is
 * known only when it is known over what the query is asked.
 *
 * @param stepMillis step of the query; 0 at one instant
 * @param rangeMillis from the start of the query to its end
 */
record LengthCheck(long stepMillis, long rangeMillis) {

  /** As many as the original counts in nanoseconds. */
  private static final double MAX_SECONDS = Long.MAX_VALUE / 1e9;

  /** Looks at all lengths, in the order of the original. */
  void check(Expr expr) throws QueryException {
    switch (expr) {
      case Expr.VectorSelector selector -> check(selector.shift().offset(), true);
      case Expr.MatrixSelector matrix -> check(matrix.range(), false);
      case Expr.Subquery subquery -> {
        check(subquery.shift().offset(), true);
        check(subquery.step(), false);
        check(subquery.range(), false);
      }
      default -> {}
    }
    for (Expr child : expr.children()) {
      check(child);
    }
  }

  private void check(@Nullable DurationExpr length, boolean mayBeNegative) throws QueryException {
    if (length == null || length instanceof DurationExpr.Seconds) {
      return;
    }
    double seconds;
    try {
      seconds = length.seconds(stepMillis, rangeMillis);
    } catch (DurationExpr.Undefined e) {
      throw fault(e.at(), String.valueOf(e.getMessage()));
    }
    if (!Double.isFinite(seconds)) {
      throw fault(length, "duration is NaN or infinite");
    }
    if (seconds <= 0 && !mayBeNegative) {
      throw fault(length, "duration must be greater than 0");
    }
    if (Math.abs(seconds) > MAX_SECONDS) {
      throw fault(length, "duration is out of range");
    }
  }

  private static QueryException fault(DurationExpr where, String message) {
    return new QueryException(
        Kind.PARSE, where.at().start() + ":" + where.at().end() + ": " + message);
  }
}
