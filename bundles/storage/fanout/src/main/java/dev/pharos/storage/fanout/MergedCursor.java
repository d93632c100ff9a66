package dev.pharos.storage.fanout;

import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.StorageException;

/**
 * One series out of several parts: each timestamp once, that of the first part in the list where
 * several have it.
 */
final class MergedCursor implements SampleCursor {

  private final SampleCursor[] cursors;
  private final Kind[] kinds;

  /** The cursor of the current sample, or −1 before the first. */
  private int current = -1;

  /**
   * @param cursors the main part's first; none has been moved
   */
  MergedCursor(SampleCursor[] cursors) {
    this.cursors = cursors;
    this.kinds = new Kind[cursors.length];
  }

  @Override
  public Kind next() throws StorageException {
    if (current < 0) {
      for (int i = 0; i < cursors.length; i++) {
        kinds[i] = cursors[i].next();
      }
    } else if (kinds[current] != Kind.END) {
      long passed = cursors[current].timestampMillis();
      for (int i = 0; i < cursors.length; i++) {
        if (kinds[i] != Kind.END && cursors[i].timestampMillis() == passed) {
          kinds[i] = cursors[i].next();
        }
      }
    }
    return choose();
  }

  @Override
  public Kind seek(long timestampMillis) throws StorageException {
    for (int i = 0; i < cursors.length; i++) {
      kinds[i] = cursors[i].seek(timestampMillis);
    }
    return choose();
  }

  private Kind choose() {
    int earliest = 0;
    for (int i = 1; i < cursors.length; i++) {
      if (kinds[i] != Kind.END
          && (kinds[earliest] == Kind.END
              || cursors[i].timestampMillis() < cursors[earliest].timestampMillis())) {
        earliest = i;
      }
    }
    current = earliest;
    return kinds[earliest];
  }

  @Override
  public long timestampMillis() {
    return cursors[current].timestampMillis();
  }

  @Override
  public double value() {
    return cursors[current].value();
  }

  @Override
  public NativeHistogram histogram() {
    return cursors[current].histogram();
  }
}
