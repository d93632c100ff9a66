package dev.pharos.web.prometheus.remote;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

/**
 * A hash of 96 bits that stands for the bytes it was made of.
 *
 * <p><b>How.</b> Twice, with keys of its own, the sum of products {@code (k + a) · (k' + b)} over
 * pairs of 64-bit words, the halves of the products added up apart: NH, the hash of UMAC. What
 * comes out, 256 bits and the length, is folded into three hashes of 32 bits, each the upper half
 * of a sum of such products of 32-bit words modulo 2^64: multilinear-HM (Lemire and Kaser,
 * "Strongly universal string hashing is fast").
 *
 * <p><b>Why no two series meet.</b> For any two different texts of one length, whoever chose them,
 * the chance over the keys that NH leads them to the same sums is 2^−64, or 2^−63 without the carry
 * between the halves, and 2^−126 for both times. Sums or lengths that differ are folded into the
 * same 96 bits with a chance of 2^−96. With ten million label sets over the life of a process there
 * are 2^46 pairs, so the chance that any two meet is about 2^−50. The keys are drawn from the
 * system's random numbers at start and never leave the process, so nobody can choose labels that
 * meet.
 *
 * <p>Not safe for use by several threads: it holds the last hash.
 */
final class SeriesHash {

  /** Longer texts have no hash: there are no keys for them. */
  static final int MAX_BYTES = 4096;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int PAIR_BYTES = 2 * Long.BYTES;
  private static final int KEYS_PER_PAIR = 4;
  private static final int FOLDED_KEYS = 3 * 10;
  private static final int SUM_KEYS = KEYS_PER_PAIR * (MAX_BYTES / PAIR_BYTES);
  private static final long LOW = 0xffffffffL;

  private final long[] keys;
  private long high;
  private int low;

  private SeriesHash(long[] keys) {
    this.keys = keys;
  }

  /** Keys for hashes that are to be compared with each other. */
  static long[] keys(RandomGenerator random) {
    return random.longs(FOLDED_KEYS + SUM_KEYS).toArray();
  }

  static SeriesHash with(long[] keys) {
    return new SeriesHash(keys);
  }

  /**
   * Hashes bytes.
   *
   * @param to at most {@link #MAX_BYTES} behind {@code from}
   */
  void hash(byte[] bytes, int from, int to) {
    long[] k = keys;
    int pairs = (to - from) / PAIR_BYTES;
    long low1 = 0;
    long high1 = 0;
    long low2 = 0;
    long high2 = 0;
    for (int i = 0; i < pairs; i++) {
      long a = (long) LONG.get(bytes, from + PAIR_BYTES * i);
      long b = (long) LONG.get(bytes, from + PAIR_BYTES * i + Long.BYTES);
      int key = FOLDED_KEYS + KEYS_PER_PAIR * i;
      long one = a + k[key];
      long two = b + k[key + 1];
      low1 += one * two;
      high1 += Math.unsignedMultiplyHigh(one, two);
      one = a + k[key + 2];
      two = b + k[key + 3];
      low2 += one * two;
      high2 += Math.unsignedMultiplyHigh(one, two);
    }
    int at = from + PAIR_BYTES * pairs;
    if (at < to) {
      long a = word(bytes, at, to);
      long b = word(bytes, at + Long.BYTES, to);
      int key = FOLDED_KEYS + KEYS_PER_PAIR * pairs;
      long one = a + k[key];
      long two = b + k[key + 1];
      low1 += one * two;
      high1 += Math.unsignedMultiplyHigh(one, two);
      one = a + k[key + 2];
      two = b + k[key + 3];
      low2 += one * two;
      high2 += Math.unsignedMultiplyHigh(one, two);
    }
    int length = to - from;
    long first = folded(k, 0, length, low1, high1, low2, high2);
    long second = folded(k, 10, length, low1, high1, low2, high2);
    high = (first & ~LOW) | (second >>> 32);
    low = (int) (folded(k, 20, length, low1, high1, low2, high2) >>> 32);
  }

  private static long folded(long[] k, int key, int length, long a, long b, long c, long d) {
    return (k[key] + length) * k[key + 1]
        + (k[key + 2] + (a & LOW)) * (k[key + 3] + (a >>> 32))
        + (k[key + 4] + (b & LOW)) * (k[key + 5] + (b >>> 32))
        + (k[key + 6] + (c & LOW)) * (k[key + 7] + (c >>> 32))
        + (k[key + 8] + (d & LOW)) * (k[key + 9] + (d >>> 32));
  }

  /** The next eight bytes, or those that are left and zeros behind. */
  private static long word(byte[] bytes, int at, int to) {
    int left = to - at;
    if (left <= 0) {
      return 0;
    }
    if (bytes.length - at >= Long.BYTES) {
      long word = (long) LONG.get(bytes, at);
      return left >= Long.BYTES ? word : word & (-1L >>> (Long.SIZE - 8 * left));
    }
    long word = 0;
    for (int i = to - 1; i >= at; i--) {
      word = word << 8 | (bytes[i] & 0xff);
    }
    return word;
  }

  /** The upper 64 bits. */
  long high() {
    return high;
  }

  /** The lower 32 bits. */
  int low() {
    return low;
  }
}
