package dev.pharos.model;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The decimal with the fewest digits that reads back as a given double, and of several the closest
 * to it: {@link #digits} times ten to the {@link #exponent}.
 *
 * <p>By Raffaello Giulietti, "The Schubfach way to render doubles" (2020). The doubles that round
 * to a value fill an interval around it. Among the multiples of the largest power of ten that is
 * not wider than the interval there are at most two candidates beside the value; a multiple of ten
 * times that power, if one is inside, is shorter than both. All is reckoned in whole numbers: with
 * products of 126 bits, of which the last bit gathers what was cut off.
 *
 * <p>One object is used again and again by one thread, and allocates nothing.
 */
final class ShortestDecimal {

  private static final int FRACTION_BITS = 52;
  private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
  private static final long FRACTION = HIDDEN_BIT - 1;

  /** The exponent of the last bit of subnormal doubles, and of the smallest normal ones. */
  private static final int LEAST_EXPONENT = -1074;

  private static final long LOW_63 = Long.MAX_VALUE;

  /** Of 10 to the n, from -292 to 324: made when first asked for, since few are ever. */
  private static final @Nullable Power[] POWERS = new Power[617];

  private static final int LEAST_POWER = -292;

  private static final long TEN_TO_8 = 100_000_000;

  /** The digits as a whole number that does not end with a zero, below 10 to the 17. */
  long digits;

  /** The power of ten that the last digit counts. */
  int exponent;

  /**
   * A power of ten as a fraction of 126 bits, rounded up: {@code 10^n = g * 2^(log2 of it - 125)}.
   *
   * @param high the upper 63 bits of g
   * @param low the lower 63 bits
   */
  private record Power(long high, long low) {

    static Power of(int n) {
      int shift = 125 - floorLog2OfPower(n);
      BigInteger g = BigInteger.TEN.pow(Math.abs(n));
      if (n < 0) {
        g = BigInteger.ONE.shiftLeft(shift).divide(g);
      } else {
        g = g.shiftLeft(shift);
      }
      g = g.add(BigInteger.ONE);
      return new Power(g.shiftRight(63).longValueExact(), g.longValue() & LOW_63);
    }

    /** A quarter of {@code factor * g}, whose last bit is set if anything was cut off. */
    long times(long factor) {
      long middle = ((high * factor) >>> 1) + Math.multiplyHigh(low, factor);
      long top = Math.multiplyHigh(high, factor) + (middle >>> 63);
      return top | (((middle & LOW_63) + LOW_63) >>> 63);
    }
  }

  /**
   * Finds the decimal of a number.
   *
   * @param value positive and finite
   */
  void find(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> FRACTION_BITS);
    long fraction = bits & FRACTION;
    if (biased == 0) {
      find(fraction, LEAST_EXPONENT, false);
    } else {
      find(HIDDEN_BIT | fraction, LEAST_EXPONENT - 1 + biased, fraction == 0 && biased > 1);
    }
    shorten();
  }

  /**
   * Finds the decimal of {@code significand * 2^binary}.
   *
   * @param narrow whether the double below is half as far away as the one above
   */
  private void find(long significand, int binary, boolean narrow) {
    exponent = narrow ? floorLog10OfThreeQuarters(binary) : floorLog10(binary);
    Power power = power(-exponent);
    int shift = binary + floorLog2OfPower(-exponent) + 2;
    long value = power.times((significand << 2) << shift);
    // An even significand wins a tie: then the ends of the interval belong to it.
    long open = significand & 1;
    long low = power.times(((significand << 2) - (narrow ? 1 : 2)) << shift) + open;
    long high = power.times(((significand << 2) + 2) << shift) - open;
    long below = value >> 2;
    if (below >= 10) {
      long shorter = below / 10 * 10;
      boolean under = low <= (shorter << 2);
      boolean over = ((shorter + 10) << 2) <= high;
      if (under != over) {
        digits = under ? shorter : shorter + 10;
        return;
      }
    }
    boolean under = low <= (below << 2);
    boolean over = ((below + 1) << 2) <= high;
    if (under != over) {
      digits = under ? below : below + 1;
      return;
    }
    long beyondHalf = value - ((2 * below + 1) << 1);
    boolean down = beyondHalf < 0 || (beyondHalf == 0 && (below & 1) == 0);
    digits = down ? below : below + 1;
  }

  /** Takes zeros off the end. */
  private void shorten() {
    if (digits % TEN_TO_8 == 0) {
      digits /= TEN_TO_8;
      exponent += 8;
    }
    for (long shorter = digits / 10; shorter * 10 == digits; shorter = digits / 10) {
      digits = shorter;
      exponent++;
    }
  }

  private static Power power(int n) {
    Power found = POWERS[n - LEAST_POWER];
    if (found == null) {
      // Two threads may both make it: they make the same.
      found = Power.of(n);
      POWERS[n - LEAST_POWER] = found;
    }
    return found;
  }

  /** The floor of log10(2^e). */
  private static int floorLog10(int e) {
    return (int) ((e * 661_971_961_083L) >> 41);
  }

  /** The floor of log10(3/4 * 2^e). */
  private static int floorLog10OfThreeQuarters(int e) {
    return (int) ((e * 661_971_961_083L - 274_743_187_321L) >> 41);
  }

  /** The floor of log2(10^n). */
  private static int floorLog2OfPower(int n) {
    return (int) ((n * 913_124_641_741L) >> 38);
  }
}
