package dev.pharos.distribution.soak;

import java.util.ArrayList;
import java.util.List;

/**
 * What must be there of the series of one writer: all steps up to the last that was acknowledged,
 * but for those that were deleted; and what may be there.
 *
 * <p>Safe for use by several threads.
 */
final class Ledger {

  /** Steps of a series that were deleted, both ends included. */
  record Deletion(int series, long first, long last) {}

  private long acknowledged = -1;
  private long sent = -1;
  private final List<Deletion> deletions = new ArrayList<>();

  synchronized void sending(long step) {
    sent = Math.max(sent, step);
  }

  synchronized void acknowledge(long step) {
    acknowledged = Math.max(acknowledged, step);
  }

  synchronized void delete(Deletion deletion) {
    deletions.add(deletion);
  }

  /** Last step that was acknowledged; -1 for none. */
  synchronized long acknowledged() {
    return acknowledged;
  }

  /** Last step that may be there, as it was sent. */
  synchronized long sent() {
    return sent;
  }

  synchronized boolean isDeleted(int series, long step) {
    for (Deletion deletion : deletions) {
      if (deletion.series == series && deletion.first <= step && step <= deletion.last) {
        return true;
      }
    }
    return false;
  }

  synchronized List<Deletion> deletions(int series) {
    return deletions.stream().filter(deletion -> deletion.series == series).toList();
  }
}
