package dev.pharos.storage.tsdb.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spans of time that are deleted, as an array: first, last, first, last …; both ends included,
 * ascending, apart from each other. Null stands for none. Arrays never change.
 */
public final class Intervals {

  private Intervals() {}

  public static long[] add(long @Nullable [] intervals, long first, long last) {
    if (intervals == null) {
      return new long[] {first, last};
    }
    List<long[]> merged = new ArrayList<>();
    long from = first;
    long to = last;
    for (int i = 0; i < intervals.length; i += 2) {
      boolean before = intervals[i + 1] < from && intervals[i + 1] + 1 < from;
      boolean after = intervals[i] > to && intervals[i] - 1 > to;
      if (before || after) {
        merged.add(new long[] {intervals[i], intervals[i + 1]});
      } else {
        from = Math.min(from, intervals[i]);
        to = Math.max(to, intervals[i + 1]);
      }
    }
    merged.add(new long[] {from, to});
    merged.sort((a, b) -> Long.compare(a[0], b[0]));
    return merged.stream().flatMapToLong(Arrays::stream).toArray();
  }

  public static boolean contains(long @Nullable [] intervals, long millis) {
    if (intervals != null) {
      for (int i = 0; i < intervals.length && intervals[i] <= millis; i += 2) {
        if (millis <= intervals[i + 1]) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether all of a span is deleted; both its ends are included. */
  public static boolean contains(long @Nullable [] intervals, long first, long last) {
    if (intervals != null) {
      for (int i = 0; i < intervals.length; i += 2) {
        if (intervals[i] <= first && last <= intervals[i + 1]) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether any of a span is deleted; both its ends are included. */
  public static boolean overlaps(long @Nullable [] intervals, long first, long last) {
    if (intervals != null) {
      for (int i = 0; i < intervals.length && intervals[i] <= last; i += 2) {
        if (first <= intervals[i + 1]) {
          return true;
        }
      }
    }
    return false;
  }
}
