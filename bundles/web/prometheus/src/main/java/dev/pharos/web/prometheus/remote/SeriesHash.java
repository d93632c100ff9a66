package dev.pharos.web.prometheus.remote;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

/**
 * A hash of 96 bits that stands for the bytes it was made of.
 *
 * <p><b>Why no two series meet.</b> Three hashes of 32 bits stand side by side, each a sum of
 * products {@code (k + a) · (k' + b)} modulo 2^64 over pairs of 32-bit words, of which the upper
 * half is taken, with keys of its own. Such a hash is strongly universal (multilinear-HM; Lemire
 * and Kaser, "Strongly universal string hashing is fast"): for any two different texts, whoever
 * chose them, the chance over the keys that they meet is 2^−32, and 2^−96 for all three. The length
 * is hashed as a word, so that texts that differ by zero bytes at their end differ. With ten
 * million label sets over the life of a process there are 2^46 pairs, so the chance that any two
 * meet is below 2^−49. The keys are drawn from the system's random numbers at start and never leave
 * the process, so nobody can choose labels that meet.
 *
 * <p>Not safe for use by several threads: it holds the last hash.
 */
final class SeriesHash {

  /** Longer texts have no hash: there are no keys for them. */
  static final int MAX_BYTES = 4096;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int KEYS_PER_LONG = 6;

  private final long[] keys;
  private long high;
  private int low;

  private SeriesHash(long[] keys) {
    this.keys = keys;
  }

  /** Keys for hashes that are to be compared with each other. */
  static long[] keys(RandomGenerator random) {
    // One step more for the length.
    return random.longs((long) KEYS_PER_LONG * (MAX_BYTES / Long.BYTES + 1)).toArray();
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
    int length = to - from;
    long a = (k[0] + length) * k[1];
    long b = (k[2] + length) * k[3];
    long c = (k[4] + length) * k[5];
    int key = KEYS_PER_LONG;
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long word = (long) LONG.get(bytes, at);
      long one = word & 0xffffffffL;
      long two = word >>> 32;
      a += (k[key] + one) * (k[key + 1] + two);
      b += (k[key + 2] + one) * (k[key + 3] + two);
      c += (k[key + 4] + one) * (k[key + 5] + two);
      key += KEYS_PER_LONG;
    }
    if (at < to) {
      long word = rest(bytes, at, to);
      long one = word & 0xffffffffL;
      long two = word >>> 32;
      a += (k[key] + one) * (k[key + 1] + two);
      b += (k[key + 2] + one) * (k[key + 3] + two);
      c += (k[key + 4] + one) * (k[key + 5] + two);
    }
    high = (a & 0xffffffff00000000L) | (b >>> 32);
    low = (int) (c >>> 32);
  }

  /** The last bytes, fewer than eight, with zeros behind. */
  private static long rest(byte[] bytes, int at, int to) {
    if (bytes.length - at >= Long.BYTES) {
      return (long) LONG.get(bytes, at) & (-1L >>> (Long.SIZE - 8 * (to - at)));
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
