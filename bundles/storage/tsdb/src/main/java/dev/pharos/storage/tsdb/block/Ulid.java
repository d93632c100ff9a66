package dev.pharos.storage.tsdb.block;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The name of a block: the time when it was made, 48 bits of milliseconds, and 80 random bits; as
 * text 26 characters that sort by time.
 *
 * @param high the time and the first 16 random bits
 * @param low the other random bits
 */
public record Ulid(long high, long low) implements Comparable<Ulid> {

  private static final int LENGTH = 26;
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  /** A new name. */
  public static Ulid create(long nowMillis, RandomGenerator random) {
    return new Ulid(nowMillis << 16 | (random.nextLong() & 0xffff), random.nextLong());
  }

  /** The name that a text is, if it is one; small letters count as capitals. */
  public static Optional<Ulid> parse(String text) {
    if (text.length() != LENGTH || text.charAt(0) > '7') {
      return Optional.empty();
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      int digit = DIGITS.indexOf(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
      if (digit < 0) {
        return Optional.empty();
      }
      high = high << 5 | low >>> 59;
      low = low << 5 | digit;
    }
    return Optional.of(new Ulid(high, low));
  }

  /** When it was made, in milliseconds since the Unix epoch. */
  public long createdMillis() {
    return high >>> 16;
  }

  @Override
  public int compareTo(Ulid other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    char[] text = new char[LENGTH];
    long restHigh = high;
    long restLow = low;
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[i] = DIGITS.charAt((int) (restLow & 31));
      restLow = restLow >>> 5 | restHigh << 59;
      restHigh >>>= 5;
    }
    return new String(text);
  }
}
