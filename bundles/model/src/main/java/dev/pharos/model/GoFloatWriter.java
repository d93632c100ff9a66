package dev.pharos.model;

/**
 * Prints doubles as {@link GoFloat} does, into bytes, without allocating anything.
 *
 * <p>Each method writes from a place on and answers the place after what it wrote, which is at most
 * {@link #MOST_BYTES} further. Used by one thread.
 */
public final class GoFloatWriter {

  /** Room that any number takes, however it is printed here: for those in JSON at most 26. */
  public static final int MOST_BYTES = 32;

  /** Up to here a whole number has fewer digits than any fraction near it. */
  private static final double WHOLE = 1e15;

  private static final long EIGHT_DIGITS = 100_000_000;

  /** Of ten, beginning with one. */
  private static final long[] POWERS = new long[19];

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = i == 0 ? 1 : 10 * POWERS[i - 1];
    }
  }

  private final ShortestDecimal decimal = new ShortestDecimal();

  /** Makes a writer. */
  public GoFloatWriter() {}

  /**
   * Writes as sample values stand in Prometheus's JSON: with an exponent below 1e-6 and from 1e21
   * on.
   */
  public int json(double value, byte[] out, int at) {
    return write(value, out, at, -6, 21);
  }

  /** Writes as samples stand in expositions, see {@link GoFloat#general}. */
  public int general(double value, byte[] out, int at) {
    return write(value, out, at, -4, 6);
  }

  /** Writes with an exponent if the decimal exponent is below {@code low}, or {@code high} up. */
  int write(double value, byte[] out, int at, int low, int high) {
    if (!Double.isFinite(value)) {
      return ascii(Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf", out, at);
    }
    double rest = Math.abs(value);
    int end = at;
    if (Double.doubleToRawLongBits(value) < 0) {
      out[end++] = '-';
    }
    if (rest < WHOLE && rest == (long) rest) {
      decimal.digits = (long) rest;
      decimal.exponent = 0;
    } else {
      decimal.find(rest);
    }
    return write(decimal.digits, decimal.exponent, out, end, low, high);
  }

  private static int write(long digits, int exponent, byte[] out, int at, int low, int high) {
    int count = count(digits);
    int first = exponent + count - 1;
    if (first < low || first >= high) {
      return scientific(digits, count, first, out, at);
    }
    if (first < 0) {
      out[at] = '0';
      out[at + 1] = '.';
      int zeros = at + 2;
      int end = zeros - first - 1;
      for (int i = zeros; i < end; i++) {
        out[i] = '0';
      }
      return digits(digits, count, out, end);
    }
    if (exponent < 0) {
      return pointed(digits, count, -exponent, out, at);
    }
    int end = digits(digits, count, out, at);
    for (int i = 0; i < exponent; i++) {
      out[end++] = '0';
    }
    return end;
  }

  private static int scientific(long digits, int count, int first, byte[] out, int at) {
    long rest = digits;
    int left = count;
    // A whole number may come with zeros at its end, which are not written here.
    while (left > 1 && rest % 10 == 0) {
      rest /= 10;
      left--;
    }
    int end = left == 1 ? digits(rest, 1, out, at) : pointed(rest, left, left - 1, out, at);
    out[end++] = 'e';
    out[end++] = (byte) (first < 0 ? '-' : '+');
    int magnitude = Math.abs(first);
    return digits(magnitude, magnitude < 100 ? 2 : 3, out, end);
  }

  /** Writes digits of which the last {@code decimals} stand after a point. */
  private static int pointed(long digits, int count, int decimals, byte[] out, int at) {
    int end = digits(digits, count, out, at + 1);
    int point = end - decimals - 1;
    for (int i = at; i < point; i++) {
      out[i] = out[i + 1];
    }
    out[point] = '.';
    return end;
  }

  private static int digits(long digits, int count, byte[] out, int at) {
    long rest = digits;
    int i = at + count;
    while (rest >= EIGHT_DIGITS) {
      long upper = rest / EIGHT_DIGITS;
      i -= 8;
      eight((int) (rest - upper * EIGHT_DIGITS), out, i);
      rest = upper;
    }
    int last = (int) rest;
    while (i - at >= 2) {
      int upper = last / 100;
      i -= 2;
      pair(last - 100 * upper, out, i);
      last = upper;
    }
    if (i > at) {
      out[at] = (byte) ('0' + last);
    }
    return at + count;
  }

  private static void eight(int digits, byte[] out, int at) {
    int upper = digits / 10_000;
    int lower = digits - 10_000 * upper;
    int first = upper / 100;
    int third = lower / 100;
    pair(first, out, at);
    pair(upper - 100 * first, out, at + 2);
    pair(third, out, at + 4);
    pair(lower - 100 * third, out, at + 6);
  }

  private static void pair(int digits, byte[] out, int at) {
    int tens = (digits * 103) >> 10; // A tenth of it, up to 178.
    out[at] = (byte) ('0' + tens);
    out[at + 1] = (byte) ('0' + digits - 10 * tens);
  }

  private static int count(long digits) {
    // 1233/4096 is just above log10(2).
    int count = ((64 - Long.numberOfLeadingZeros(digits | 1)) * 1233) >> 12;
    return count < POWERS.length && digits >= POWERS[count] ? count + 1 : Math.max(count, 1);
  }

  private static int ascii(String text, byte[] out, int at) {
    for (int i = 0; i < text.length(); i++) {
      out[at + i] = (byte) text.charAt(i);
    }
    return at + text.length();
  }
}
