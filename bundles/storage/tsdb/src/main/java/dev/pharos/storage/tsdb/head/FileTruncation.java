package dev.pharos.storage.tsdb.head;

import java.io.IOException;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Deletes files of full chunks, once no selection is open that may read them. Called by one thread
 * at a time.
 */
final class FileTruncation {

  private final FullChunks files;
  private final Era readers;
  private final IntSupplier firstHeld;

  /** Selections that may still read what is before {@link #waitingMillis}. */
  private Era.@Nullable Period waitingFor;

  private long waitingMillis = Long.MIN_VALUE;
  private long neededMillis = Long.MIN_VALUE;

  /**
   * The truncation of files.
   *
   * @param firstHeld tells the first file that is needed however old its chunks are
   */
  FileTruncation(FullChunks files, Era readers, IntSupplier firstHeld) {
    this.files = files;
    this.readers = readers;
    this.firstHeld = firstHeld;
  }

  /** Chunks that end before an instant are in no chain any more. */
  void needNothingBefore(long millis) throws IOException {
    neededMillis = Math.max(neededMillis, millis);
    free();
  }

  /** Deletes what it can. */
  void free() throws IOException {
    Era.Period period = waitingFor;
    if (period == null && neededMillis > waitingMillis) {
      waitingMillis = neededMillis;
      period = readers.turn();
      waitingFor = period;
    }
    if (period != null && period.isOver()) {
      files.truncateBefore(waitingMillis, firstHeld.getAsInt());
      waitingFor = null;
    }
  }
}
