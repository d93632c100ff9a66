package dev.pharos.query.promql.histogram;

/** Mathematics where Go and Java differ: this is Go's side. */
public final class GoMath {

  private static final double LN2 = 0.6931471805599453;

  // Quotients of the exact constants, each rounded once.
  private static final double ONE_BY_LN2 = 1.4426950408889634;
  private static final double LN2_BY_LN10 = 0.3010299956639812;

  private GoMath() {}

  /** Infinity wins over NaN. */
  public static double max(double one, double other) {
    if (one == Double.POSITIVE_INFINITY || other == Double.POSITIVE_INFINITY) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.max(one, other);
  }

  /** Negative infinity wins over NaN. */
  public static double min(double one, double other) {
    if (one == Double.NEGATIVE_INFINITY || other == Double.NEGATIVE_INFINITY) {
      return Double.NEGATIVE_INFINITY;
    }
    return Math.min(one, other);
  }

  /** 1 to any power is 1, and so is −1 to an infinite one. */
  public static double pow(double base, double exponent) {
    if (base == 1 || (base == -1 && Double.isInfinite(exponent))) {
      return 1;
    }
    return Math.pow(base, exponent);
  }

  /** Exact for powers of two. */
  public static double log2(double x) {
    if (!(x > 0) || Double.isInfinite(x)) {
      return Math.log(x);
    }
    int exponent = Math.getExponent(x) + 1;
    double scaled = x;
    if (exponent <= Double.MIN_EXPONENT) {
      // Subnormal: bring it into the range where the exponent is stored.
      scaled = x * 0x1p52;
      exponent = Math.getExponent(scaled) + 1 - 52;
      scaled = Math.scalb(scaled, -(exponent + 52));
    } else {
      scaled = Math.scalb(x, -exponent);
    }
    if (scaled == 0.5) {
      return exponent - 1;
    }
    return Math.log(scaled) * ONE_BY_LN2 + exponent;
  }

  public static double log10(double x) {
    return log2(x) * LN2_BY_LN10;
  }

  /** Infinite as soon as e to the x is. */
  public static double sinh(double x) {
    return Math.abs(x) > 21 ? Math.copySign(Math.exp(Math.abs(x)) * 0.5, x) : Math.sinh(x);
  }

  /** Infinite as soon as e to the x is. */
  public static double cosh(double x) {
    return Math.abs(x) > 21 ? Math.exp(Math.abs(x)) * 0.5 : Math.cosh(x);
  }

  public static double asinh(double x) {
    double abs = Math.abs(x);
    double result;
    if (Double.isNaN(x) || Double.isInfinite(x)) {
      return x;
    } else if (abs > 1 << 28) {
      result = Math.log(abs) + LN2;
    } else if (abs > 2) {
      result = Math.log(2 * abs + 1 / (Math.sqrt(abs * abs + 1) + abs));
    } else if (abs < 1.0 / (1 << 28)) {
      result = abs;
    } else {
      result = Math.log1p(abs + abs * abs / (1 + Math.sqrt(1 + abs * abs)));
    }
    return Math.copySign(result, x);
  }

  public static double acosh(double x) {
    if (!(x >= 1)) {
      return Double.NaN;
    }
    if (x >= 1 << 28) {
      return Math.log(x) + LN2;
    }
    if (x > 2) {
      return Math.log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
    }
    double t = x - 1;
    return Math.log1p(t + Math.sqrt(2 * t + t * t));
  }

  public static double atanh(double x) {
    double abs = Math.abs(x);
    if (!(abs <= 1)) {
      return Double.NaN;
    }
    double result;
    if (abs == 1) {
      result = Double.POSITIVE_INFINITY;
    } else if (abs < 1.0 / (1 << 28)) {
      result = abs;
    } else if (abs < 0.5) {
      double t = abs + abs;
      result = 0.5 * Math.log1p(t + t * abs / (1 - abs));
    } else {
      result = 0.5 * Math.log1p((abs + abs) / (1 - abs));
    }
    return Math.copySign(result, x);
  }
}
