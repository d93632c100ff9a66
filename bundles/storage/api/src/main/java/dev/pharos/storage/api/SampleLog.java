package dev.pharos.storage.api;

import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The log of a storage, for those that pass samples on, such as remote write.
 *
 * <p>A held position pins the log behind it, up to a limit of bytes; a reader that falls further
 * behind is told so and goes on from the oldest record that is left.
 */
@ProviderType
public interface SampleLog {

  /**
   * A place in the log.
   *
   * @param segment number of the segment, from 0
   * @param offset bytes into it
   */
  record Position(int segment, long offset) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
      return segment != other.segment
          ? Integer.compare(segment, other.segment)
          : Long.compare(offset, other.offset);
    }
  }

  /** Takes what the log holds. */
  interface Reader {
    void sample(Labels series, Sample sample);

    /** A part of the log went before it was read. */
    void lost(Position from, Position to);
  }

  Position oldest();

  Position newest();

  /**
   * Reads from a position to the present end.
   *
   * @return where to go on
   */
  Position read(Position from, Reader reader) throws StorageException;

  /** Keeps what follows {@code position} from being deleted until the answer is closed. */
  AutoCloseable hold(String holder, Position position);
}
