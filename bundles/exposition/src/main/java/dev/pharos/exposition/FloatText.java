package dev.pharos.exposition;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads floating point numbers from bytes, exactly and for almost all without an object.
 *
 * <p>The grammar is that of Go's {@code strconv.ParseFloat} without underscores and hexadecimal
 * digits: a decimal number, or {@code Inf}, {@code Infinity} and {@code NaN} in any case.
 *
 * <p>Numbers whose digits fit 53 bits and whose power of ten is exact are one multiplication or
 * division. The others are multiplied with a 128-bit approximation of the power of ten, after D.
 * Lemire, "Number Parsing at a Gigabyte per Second" (2021), which knows when its answer may be
 * wrong; {@link Double#parseDouble} decides those.
 */
final class FloatText {

  private static final double[] EXACT_POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final int LEAST_POWER = -342;
  private static final int GREATEST_POWER = 308;

  /** The first 128 bits of the powers of ten, cut off: high and low words in turn. */
  private static final long[] POWERS = new long[2 * (GREATEST_POWER - LEAST_POWER + 1)];

  static {
    for (int power = LEAST_POWER; power <= GREATEST_POWER; power++) {
      // 10^p and 5^p differ by a power of two, which normalising takes away.
      BigInteger five = BigInteger.valueOf(5).pow(Math.abs(power));
      BigInteger bits =
          power >= 0 ? five : BigInteger.ONE.shiftLeft(five.bitLength() + 128).divide(five);
      BigInteger word = bits.shiftLeft(128).shiftRight(bits.bitLength());
      POWERS[2 * (power - LEAST_POWER)] = word.shiftRight(64).longValue();
      POWERS[2 * (power - LEAST_POWER) + 1] = word.longValue();
    }
  }

  private FloatText() {}

  /**
   * Reads the number that fills the bytes from {@code from} up to {@code to}.
   *
   * @throws NumberFormatException if they are no number, or one beyond the greatest double
   */
  static double parse(byte[] bytes, int from, int to) {
    int i = from;
    boolean negative = false;
    if (i < to && (bytes[i] == '-' || bytes[i] == '+')) {
      negative = bytes[i] == '-';
      i++;
    }
    long digits = 0;
    int significant = 0;
    int power = 0;
    boolean inFraction = false;
    boolean any = false;
    for (; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        any = true;
        if (significant < 19) {
          digits = digits * 10 + digit;
          significant += digits == 0 ? 0 : 1;
          power -= inFraction ? 1 : 0;
        } else {
          significant++;
          power += inFraction ? 0 : 1;
        }
      } else if (bytes[i] == '.' && !inFraction) {
        inFraction = true;
      } else {
        break;
      }
    }
    if (!any) {
      return word(bytes, from, i, to);
    }
    if (i < to) {
      power += exponent(bytes, from, i, to);
    }
    double magnitude = significant > 19 ? Double.NaN : magnitude(digits, power);
    if (Double.isNaN(magnitude)) {
      return decidedByJava(bytes, from, to);
    }
    return negative ? -magnitude : magnitude;
  }

  /** Digits times a power of ten; {@code NaN} if that cannot be told for certain. */
  private static double magnitude(long digits, int power) {
    if (digits == 0) {
      return 0;
    }
    if (digits >>> 53 == 0 && power >= -22 && power <= 22) {
      return power < 0
          ? (double) digits / EXACT_POWERS[-power]
          : (double) digits * EXACT_POWERS[power];
    }
    if (power < LEAST_POWER || power > GREATEST_POWER) {
      return Double.NaN;
    }
    return approximated(digits, power);
  }

  private static double approximated(long digits, int power) {
    int shift = Long.numberOfLeadingZeros(digits);
    long factor = digits << shift;
    int index = 2 * (power - LEAST_POWER);
    long high = Math.unsignedMultiplyHigh(factor, POWERS[index]);
    long low = factor * POWERS[index];
    if ((high & 0x1ff) == 0x1ff && Long.compareUnsigned(low + factor, factor) < 0) {
      long secondHigh = Math.unsignedMultiplyHigh(factor, POWERS[index + 1]);
      long secondLow = factor * POWERS[index + 1];
      long sum = low + secondHigh;
      if (Long.compareUnsigned(sum, low) < 0) {
        high++;
      }
      if ((high & 0x1ff) == 0x1ff
          && sum == -1
          && Long.compareUnsigned(secondLow + factor, factor) < 0) {
        return Double.NaN;
      }
      low = sum;
    }
    int top = (int) (high >>> 63);
    long mantissa = high >>> (top + 9);
    // 217706 / 2^16 is the binary logarithm of ten, exact enough for every power in the table.
    long exponent = ((217706L * power) >> 16) + 64 + 1023 - shift - (1 ^ top);
    boolean halfWay = low == 0 && (high & 0x1ff) == 0 && (mantissa & 3) == 1;
    mantissa = (mantissa + (mantissa & 1)) >>> 1;
    if (mantissa >>> 53 != 0) {
      mantissa >>>= 1;
      exponent++;
    }
    if (halfWay || exponent <= 0 || exponent >= 0x7ff) {
      return Double.NaN;
    }
    return Double.longBitsToDouble((exponent << 52) | (mantissa & ((1L << 52) - 1)));
  }

  /** The number after the {@code e} at {@code at}, kept small enough to add up. */
  private static int exponent(byte[] bytes, int from, int at, int to) {
    int i = at;
    if (bytes[i] != 'e' && bytes[i] != 'E') {
      throw notANumber(bytes, from, to);
    }
    i++;
    boolean negative = i < to && bytes[i] == '-';
    if (i < to && (bytes[i] == '-' || bytes[i] == '+')) {
      i++;
    }
    if (i == to) {
      throw notANumber(bytes, from, to);
    }
    int exponent = 0;
    for (; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        throw notANumber(bytes, from, to);
      }
      exponent = Math.min(exponent * 10 + digit, 100_000);
    }
    return negative ? -exponent : exponent;
  }

  private static double word(byte[] bytes, int from, int at, int to) {
    boolean signed = at > from;
    if (is(bytes, at, to, "inf") || is(bytes, at, to, "infinity")) {
      return bytes[from] == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (!signed && is(bytes, at, to, "nan")) {
      return Double.NaN;
    }
    throw notANumber(bytes, from, to);
  }

  private static boolean is(byte[] bytes, int from, int to, String lowerCase) {
    if (to - from != lowerCase.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if ((bytes[i] | 0x20) != lowerCase.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  private static double decidedByJava(byte[] bytes, int from, int to) {
    double number =
        Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    if (Double.isInfinite(number)) {
      throw notANumber(bytes, from, to);
    }
    return number;
  }

  private static NumberFormatException notANumber(byte[] bytes, int from, int to) {
    return new NumberFormatException(new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }
}
