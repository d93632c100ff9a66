package dev.pharos.query.syntax;

/** Rounds as Go does. */
final class Rounding {

  private Rounding() {}

  /**
   * To the nearest whole number, halves away from 0. What is too large to count is the least
   * number, as the original's processors have it.
   */
  static long halfAway(double value) {
    double rounded = Math.copySign(Math.floor(Math.abs(value) + 0.5), value);
    // Adding a half lets the largest number below it reach 1.
    if (Math.abs(rounded - value) > 0.5) {
      rounded -= Math.signum(value);
    }
    return rounded >= 0x1p63 || rounded < -0x1p63 ? Long.MIN_VALUE : (long) rounded;
  }
}
