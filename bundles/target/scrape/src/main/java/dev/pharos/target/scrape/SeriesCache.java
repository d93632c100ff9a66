package dev.pharos.target.scrape;

import dev.pharos.exposition.ExpositionReader;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * What a target's series are called in the storage, found by the bytes the target writes them with,
 * so that a scrape like the one before touches no labels.
 *
 * <p>It knows, too, which series the last scrape that was stored had, so that those that are gone
 * can be marked stale. A series has a number, which holds until a scrape was stored.
 *
 * <p>A scrape {@linkplain #begin begins}, {@linkplain #seen sees} series, and then either
 * {@linkplain #stored was stored} or not, and then all is as it was before. Not safe for use by
 * several threads.
 */
final class SeriesCache implements ExpositionReader.Foresight {

  /** Reference of a series that relabelling drops. */
  static final long DROPPED = -1;

  /** The number of a series that is not known. */
  static final int UNKNOWN = ByteKeys.NONE;

  /** The last scrape that was stored had it, and it is to be marked stale when it is gone. */
  private static final byte LIVE = 1;

  /** This scrape has it. */
  private static final byte SEEN = 2;

  /** It is to be marked stale if the next scrape has it not. */
  private static final byte TRACKED = 4;

  private final ByteKeys keys = new ByteKeys();
  private long[] references = new long[8];
  private byte[] states = new byte[8];
  private int seenNow;
  private boolean grown;

  void begin() {
    for (int i = 0; i < keys.size(); i++) {
      states[i] &= LIVE;
    }
    seenNow = 0;
    keys.restart();
  }

  /** Whether the series that came next in the last scrape stands there, too. */
  @Override
  public int length(byte[] bytes, int offset, int end) {
    return keys.foreseenLength(bytes, offset, end);
  }

  /** The number of a series, or {@link #UNKNOWN}. */
  int find(byte[] bytes, int offset, int length) {
    return keys.find(bytes, offset, length);
  }

  /** From the storage, or {@link #DROPPED}. */
  long reference(int series) {
    return references[series];
  }

  boolean isDropped(int series) {
    return references[series] == DROPPED;
  }

  /** After the storage has forgotten the old one. */
  void reference(int series, long renewed) {
    references[series] = renewed;
  }

  int add(byte[] bytes, int offset, int length, long reference) {
    int added = keys.add(bytes, offset, length);
    if (added == references.length) {
      references = Arrays.copyOf(references, added + added / 2);
      states = Arrays.copyOf(states, references.length);
    }
    references[added] = reference;
    states[added] = 0;
    grown = true;
    return added;
  }

  /**
   * Notes that the scrape has a series.
   *
   * @param tracked whether it is to be marked stale when it is gone
   * @return whether the scrape had it already
   */
  boolean seen(int series, boolean tracked) {
    byte state = states[series];
    if ((state & SEEN) != 0) {
      return true;
    }
    states[series] = (byte) (state | (tracked ? SEEN | TRACKED : SEEN));
    seenNow++;
    return false;
  }

  /**
   * Tells the series that the scrape before had and this one has not; call before {@link #stored}.
   */
  void forEachVanished(LongConsumer action) {
    for (int i = 0; i < keys.size(); i++) {
      if ((states[i] & (LIVE | SEEN)) == LIVE) {
        action.accept(references[i]);
      }
    }
  }

  /** The scrape is in the storage; what it did not have is forgotten. */
  void stored() {
    if (grown || seenNow < keys.size()) {
      forgetUnseen();
    }
    for (int i = 0; i < keys.size(); i++) {
      states[i] = (states[i] & TRACKED) != 0 ? LIVE : 0;
    }
  }

  private void forgetUnseen() {
    keys.retain(series -> (states[series] & SEEN) != 0);
    int kept = 0;
    for (int i = 0; kept < keys.size(); i++) {
      if ((states[i] & SEEN) != 0) {
        references[kept] = references[i];
        states[kept++] = states[i];
      }
    }
    references = Arrays.copyOf(references, Math.max(8, kept));
    states = Arrays.copyOf(states, references.length);
    grown = false;
  }

  /** No series is live any more: all of them have been marked stale. */
  void ended() {
    Arrays.fill(states, (byte) 0);
  }

  int size() {
    return keys.size();
  }
}
