package dev.pharos.storage.tsdb.read;

import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * The samples of several lanes in the order of time, each instant once: where lanes meet, the
 * sample of the source that is first in rank counts.
 *
 * <p>A lane is opened only when its turn may come. Where the chunk at hand ends before any other
 * begins, it is read as fast as if it were alone.
 */
final class LaneMerge implements SampleCursor {

  private final Lane[] lanes;
  private @Nullable Lane current;
  private long currentMillis;

  LaneMerge(Lane... lanes) {
    this.lanes = lanes;
  }

  @Override
  public Kind next() throws StorageException {
    if (current != null) {
      for (Lane lane : lanes) {
        if (lane.isStanding() && lane.earliestMillis() == currentMillis) {
          lane.step();
        }
      }
    }
    return choose();
  }

  @Override
  public Kind seek(long timestampMillis) throws StorageException {
    for (Lane lane : lanes) {
      lane.skipTo(timestampMillis);
    }
    return choose();
  }

  private Kind choose() throws StorageException {
    Lane first = first();
    while (first != null && !first.isStanding()) {
      first.open();
      first = first();
    }
    current = first;
    if (first == null) {
      return Kind.END;
    }
    currentMillis = first.earliestMillis();
    return first.kind();
  }

  /** The lane whose sample is the earliest, or one to be opened before that can be told. */
  private @Nullable Lane first() {
    Lane first = null;
    for (Lane lane : lanes) {
      if (!lane.isOver() && (first == null || isBefore(lane, first))) {
        first = lane;
      }
    }
    return first;
  }

  private static boolean isBefore(Lane one, Lane other) {
    long a = one.earliestMillis();
    long b = other.earliestMillis();
    if (a != b) {
      return a < b;
    }
    if (one.isStanding() != other.isStanding()) {
      return !one.isStanding();
    }
    return one.isStanding() && one.rank() < other.rank();
  }

  @Override
  public int read(long[] timestamps, double[] values, int from, int to) throws StorageException {
    int at = from;
    while (at < to) {
      Lane alone = current;
      if (alone != null && isAlone(alone)) {
        int read = alone.readChunk(timestamps, values, at, to);
        if (read > 0) {
          at += read;
          currentMillis = timestamps[at - 1];
        }
      }
      if (at == to || next() != Kind.VALUE) {
        break;
      }
      timestamps[at] = currentMillis;
      values[at] = value();
      at++;
    }
    return at - from;
  }

  private boolean isAlone(Lane candidate) {
    for (Lane lane : lanes) {
      if (lane != candidate
          && !lane.isOver()
          && lane.earliestMillis() <= candidate.chunkEndMillis()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long timestampMillis() {
    return present().timestampMillis();
  }

  @Override
  public double value() {
    return present().value();
  }

  @Override
  public NativeHistogram histogram() {
    return present().histogram();
  }

  private Lane present() {
    Lane lane = current;
    if (lane == null) {
      throw new IllegalStateException("there is no current sample");
    }
    return lane;
  }
}
