package dev.pharos.storage.fanout;

import dev.pharos.identity.api.AccessEndedException;
import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.StorageException;
import java.util.List;

/**
 * The samples of one series from several parts. Where several have a sample at an instant, that of
 * the first part counts.
 */
final class MergedCursor implements SampleCursor {

  private final List<PartCursor> cursors;
  private final Kind[] kinds;
  private int current = -1;

  /**
   * Merges cursors.
   *
   * @param cursors those of the main part first
   */
  MergedCursor(List<PartCursor> cursors) {
    this.cursors = cursors;
    this.kinds = new Kind[cursors.size()];
  }

  /** The cursor of one part, whose failure ends it, unless it is the main part's. */
  static final class PartCursor {

    private final SampleCursor cursor;
    private final PartReading reading;

    PartCursor(SampleCursor cursor, PartReading reading) {
      this.cursor = cursor;
      this.reading = reading;
    }

    private Kind next() throws StorageException {
      try {
        return cursor.next();
      } catch (AccessEndedException e) {
        throw e;
      } catch (StorageException | RuntimeException e) {
        reading.failed(e);
        return Kind.END;
      }
    }

    private Kind seek(long timestampMillis) throws StorageException {
      try {
        return cursor.seek(timestampMillis);
      } catch (AccessEndedException e) {
        throw e;
      } catch (StorageException | RuntimeException e) {
        reading.failed(e);
        return Kind.END;
      }
    }
  }

  @Override
  public Kind next() throws StorageException {
    if (current < 0) {
      for (int i = 0; i < kinds.length; i++) {
        kinds[i] = cursors.get(i).next();
      }
    } else if (kinds[current] != Kind.END) {
      long passed = timestampMillis();
      for (int i = 0; i < kinds.length; i++) {
        if (kinds[i] != Kind.END && cursors.get(i).cursor.timestampMillis() == passed) {
          kinds[i] = cursors.get(i).next();
        }
      }
    }
    return choose();
  }

  @Override
  public Kind seek(long timestampMillis) throws StorageException {
    for (int i = 0; i < kinds.length; i++) {
      if (current < 0 || kinds[i] != Kind.END) {
        kinds[i] = cursors.get(i).seek(timestampMillis);
      }
    }
    return choose();
  }

  private Kind choose() {
    current = 0;
    for (int i = 1; i < kinds.length; i++) {
      if (kinds[i] != Kind.END
          && (kinds[current] == Kind.END
              || cursors.get(i).cursor.timestampMillis() < timestampMillis())) {
        current = i;
      }
    }
    return kinds[current];
  }

  @Override
  public long timestampMillis() {
    return chosen().timestampMillis();
  }

  @Override
  public double value() {
    return chosen().value();
  }

  @Override
  public NativeHistogram histogram() {
    return chosen().histogram();
  }

  private SampleCursor chosen() {
    if (current < 0 || kinds[current] == Kind.END) {
      throw new IllegalStateException("there is no current sample");
    }
    return cursors.get(current).cursor;
  }
}
