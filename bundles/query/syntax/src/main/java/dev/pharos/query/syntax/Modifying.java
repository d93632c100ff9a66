package dev.pharos.query.syntax;

import dev.pharos.model.GoFloat;
import dev.pharos.query.syntax.Expr.Extension;
import dev.pharos.query.syntax.Expr.Shift;
import org.jspecify.annotations.Nullable;

/** Puts onto selectors and subqueries what is written behind them, or says why it cannot be. */
final class Modifying {

  private final String query;
  private final Features features;

  Modifying(String query, Features features) {
    this.query = query;
    this.features = features;
  }

  /** A selector with a range. */
  Expr matrix(Expr expr, DurationExpr range, Span open, Span at) throws ParseException {
    if (!(expr instanceof Expr.VectorSelector selector)) {
      throw fault(open, "ranges only allowed for vector selectors");
    }
    // What is computed or named is not looked at, as in the original.
    if (selector.shift().offset() instanceof DurationExpr.Seconds(double value, boolean _, Span _)
        && value != 0) {
      throw fault(open, "no offset modifiers allowed before range");
    }
    if (selector.shift().instant() instanceof Expr.Instant.At) {
      throw fault(open, "no @ modifiers allowed before range");
    }
    return new Expr.MatrixSelector(selector, range, at);
  }

  private static boolean isSet(@Nullable DurationExpr offset) {
    return offset != null
        && !(offset instanceof DurationExpr.Seconds(double value, boolean _, Span _) && value == 0);
  }

  /**
   * Looks at an earlier or later instant.
   *
   * @param end where the offset ends, and so what it is put onto
   */
  Expr offset(Expr expr, DurationExpr offset, Span end) throws ParseException {
    Shift shift = shift(expr, "offset modifier");
    if (isSet(shift.offset())) {
      throw fault(expr.at(), "offset may not be set multiple times");
    }
    // An offset of nothing is none, as the original has it.
    Shift both = new Shift(isSet(offset) ? offset : null, shift.instant());
    return shifted(expr, both, expr.at().to(end));
  }

  /** Looks at a fixed instant, in seconds since the Unix epoch. */
  Expr at(Expr expr, double seconds, Span end) throws ParseException {
    if (Double.isNaN(seconds) || Math.abs(seconds) >= 0x1p63) {
      throw fault(expr.at(), "timestamp out of bounds for @ modifier: " + GoFloat.fixed(seconds));
    }
    return at(expr, new Expr.Instant.At(Rounding.halfAway(seconds * 1000)), end);
  }

  Expr at(Expr expr, Expr.Instant instant, Span end) throws ParseException {
    Shift shift = shift(expr, "@ modifier");
    if (shift.instant() != null) {
      throw fault(expr.at(), "@ <timestamp> may not be set multiple times");
    }
    return shifted(expr, new Shift(shift.offset(), instant), expr.at().to(end));
  }

  private Shift shift(Expr expr, String what) throws ParseException {
    return switch (expr) {
      case Expr.VectorSelector selector -> selector.shift();
      case Expr.MatrixSelector matrix -> matrix.selector().shift();
      case Expr.Subquery subquery -> subquery.shift();
      default ->
          throw fault(
              expr.at(),
              what
                  + " must be preceded by an instant vector selector or range vector selector or a"
                  + " subquery");
    };
  }

  private static Expr shifted(Expr expr, Shift shift, Span at) {
    return switch (expr) {
      case Expr.VectorSelector s ->
          new Expr.VectorSelector(s.name(), s.matchers(), shift, s.extension(), at);
      case Expr.MatrixSelector m -> {
        Expr.VectorSelector s = m.selector();
        yield new Expr.MatrixSelector(
            new Expr.VectorSelector(s.name(), s.matchers(), shift, s.extension(), s.at()),
            m.range(),
            at);
      }
      case Expr.Subquery s -> new Expr.Subquery(s.expr(), s.range(), s.step(), shift, at);
      default -> throw new IllegalArgumentException("cannot be shifted: " + expr);
    };
  }

  Expr extend(Expr expr, Extension extension) throws ParseException {
    String name = extension == Extension.ANCHORED ? "anchored" : "smoothed";
    if (!features.extendedRangeSelectors()) {
      throw fault(expr.at(), name + " modifier is experimental and not enabled");
    }
    return switch (expr) {
      case Expr.VectorSelector s ->
          new Expr.VectorSelector(
              s.name(), s.matchers(), s.shift(), joined(s, extension, s.at()), s.at());
      case Expr.MatrixSelector m -> {
        Expr.VectorSelector s = m.selector();
        yield new Expr.MatrixSelector(
            new Expr.VectorSelector(
                s.name(), s.matchers(), s.shift(), joined(s, extension, m.at()), s.at()),
            m.range(),
            m.at());
      }
      case Expr.Subquery s ->
          throw fault(s.at(), name + " modifier is not supported for subqueries");
      // The original's words for whatever is no selector.
      default -> throw fault(expr.at(), name + " modifier not implemented");
    };
  }

  private Extension joined(Expr.VectorSelector selector, Extension extension, Span at)
      throws ParseException {
    if (selector.extension() != Extension.NONE && selector.extension() != extension) {
      throw fault(at, "anchored and smoothed modifiers cannot be used together");
    }
    return extension;
  }

  private ParseException fault(Span at, String message) {
    return new ParseException(query, at, message);
  }
}
