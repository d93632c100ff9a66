package dev.pharos.query.promql.histogram;

/** Mathematics where Go and Java differ: this is Go's side. */
public final class GoMath {

  private static final double LN2 = 0.6931471805599453;

  /** Its first digits, and what they lack. */
  private static final double LN2_HIGH = 0.6931471803691238;

  private static final double LN2_LOW = 1.9082149292705877e-10;
  private static final double HALF_ROOT = 0.7071067811865476;

  /** Coefficients of fdlibm for logarithms and powers. */
  private static final double[] LOG = {
    0.6666666666666735,
    0.3999999999940942,
    0.2857142874366239,
    0.22222198432149784,
    0.1818357216161805,
    0.15313837699209373,
    0.14798198605116586
  };

  private static final double[] EXP = {
    0.16666666666666666,
    -0.0027777777777015593,
    6.613756321437934e-5,
    -1.6533902205465252e-6,
    4.1381367970572385e-8
  };

  // Quotients of the exact constants, each rounded once.
  private static final double ONE_BY_LN2 = 1.4426950408889634;
  private static final double LN2_BY_LN10 = 0.3010299956639812;

  private GoMath() {}

  /**
   * A length in seconds: whole seconds and the rest one by one, which can differ in the last bit.
   */
  public static double seconds(long millis) {
    long whole = millis / 1000;
    return whole + millis % 1000 / 1000.0;
  }

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

  /**
   * The natural logarithm, by the polynomial that Go takes on every processor that Prometheus is
   * built for; Java's own differs in the last bit now and then.
   */
  public static double log(double x) {
    if (!(x > 0) || Double.isInfinite(x)) {
      return Math.log(x);
    }
    double scaled = x;
    int power = 0;
    if (x < Double.MIN_NORMAL) {
      scaled = x * 0x1p52;
      power = -52;
    }
    power += Math.getExponent(scaled) + 1;
    scaled = Math.scalb(scaled, -(Math.getExponent(scaled) + 1));
    if (scaled < HALF_ROOT) {
      scaled *= 2;
      power--;
    }
    double f = scaled - 1;
    double s = f / (2 + f);
    double s2 = s * s;
    double s4 = s2 * s2;
    double odd = s2 * (LOG[0] + s4 * (LOG[2] + s4 * (LOG[4] + s4 * LOG[6])));
    double even = s4 * (LOG[1] + s4 * (LOG[3] + s4 * LOG[5]));
    double halfSquare = 0.5 * f * f;
    return power * LN2_HIGH
        - ((halfSquare - (s * (halfSquare + (odd + even)) + power * LN2_LOW)) - f);
  }

  /** Two to a power, by the polynomial that Go takes; Java's own differs in the last bit. */
  public static double exp2(double x) {
    if (Double.isNaN(x) || x > 1023.9999999999999 || x < -1074) {
      return Double.isNaN(x) ? x : x > 0 ? Double.POSITIVE_INFINITY : 0;
    }
    int whole = (int) (x > 0 ? x + 0.5 : x < 0 ? x - 0.5 : 0);
    double rest = x - whole;
    double high = rest * LN2_HIGH;
    double low = -rest * LN2_LOW;
    double r = high - low;
    double t = r * r;
    double c = r - t * (EXP[0] + t * (EXP[1] + t * (EXP[2] + t * (EXP[3] + t * EXP[4]))));
    return Math.scalb(1 - ((low - (r * c) / (2 - c)) - high), whole);
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
    return log(scaled) * ONE_BY_LN2 + exponent;
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
