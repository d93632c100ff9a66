package dev.pharos.target.scrape;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a target's series are called in the storage, found by the bytes the target writes them with,
 * so that a scrape like the one before touches no labels.
 *
 * <p>It knows, too, which series the last scrape that was stored had, so that those that are gone
 * can be marked stale.
 *
 * <p>A scrape {@linkplain #begin begins}, {@linkplain #seen sees} series, and then either
 * {@linkplain #stored was stored} or {@linkplain #failed failed}. Not safe for use by several
 * threads.
 */
final class SeriesCache {

  /** Reference of a series that relabelling drops. */
  static final long DROPPED = -1;

  private static final int NEVER = Integer.MIN_VALUE;

  /** A series of the target. */
  static final class Series extends ByteKeys.Entry<Series> {
    private long reference;
    private int seenAt = NEVER;
    private int seenBefore = NEVER;
    private boolean tracked;

    private Series(byte[] bytes, int offset, int length, long reference) {
      super(bytes, offset, length);
      this.reference = reference;
    }

    /** From the storage, or {@link #DROPPED}. */
    long reference() {
      return reference;
    }

    boolean isDropped() {
      return reference == DROPPED;
    }

    /** After the storage has forgotten the old one. */
    void reference(long renewed) {
      reference = renewed;
    }
  }

  private final ByteKeys<Series> series = new ByteKeys<>();
  private int scrape;
  private int lastStored = NEVER + 1;
  private int live;
  private int continued;
  private int liveNow;
  private int seenNow;

  void begin() {
    scrape++;
    continued = 0;
    liveNow = 0;
    seenNow = 0;
    series.restart();
  }

  @Nullable Series find(byte[] bytes, int offset, int length) {
    return series.find(bytes, offset, length);
  }

  Series add(byte[] bytes, int offset, int length, long reference) {
    Series added = new Series(bytes, offset, length, reference);
    series.add(added);
    return added;
  }

  /**
   * Notes that the scrape has a series.
   *
   * @param tracked whether it is to be marked stale when it is gone
   * @return whether the scrape had it already
   */
  boolean seen(Series found, boolean tracked) {
    if (found.seenAt == scrape) {
      return true;
    }
    found.seenBefore = found.seenAt;
    if (found.tracked && found.seenAt == lastStored) {
      continued++;
    }
    found.seenAt = scrape;
    found.tracked = tracked;
    seenNow++;
    if (tracked) {
      liveNow++;
    }
    return false;
  }

  /**
   * Tells the series that the scrape before had and this one has not; call before {@link #stored}.
   */
  void forEachVanished(LongConsumer action) {
    if (continued < live) {
      series.forEach(
          entry -> {
            if (entry.tracked && entry.seenAt == lastStored) {
              action.accept(entry.reference);
            }
          });
    }
  }

  /** The scrape is in the storage; what it did not have is forgotten. */
  void stored() {
    lastStored = scrape;
    live = liveNow;
    if (seenNow < series.size()) {
      series.retain(entry -> entry.seenAt == scrape);
    }
  }

  /** Nothing of the scrape is in the storage: the series are what they were before. */
  void failed() {
    if (seenNow > 0) {
      series.forEach(
          entry -> {
            if (entry.seenAt == scrape) {
              entry.seenAt = entry.seenBefore;
            }
          });
    }
    continued = 0;
  }

  /** No series is live any more: all of them have been marked stale. */
  void ended() {
    lastStored = NEVER + 1;
    live = 0;
  }

  int size() {
    return series.size();
  }
}
