package dev.pharos.storage.api;

import dev.pharos.model.Labels;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Series one after the other, in the order of their labels.
 *
 * <p>Before the first {@link #next} there is no current series. Not safe for use by several
 * threads; cursors of earlier series stay usable until the set is closed.
 */
@ConsumerType
public interface SeriesSet extends AutoCloseable {

  /** Goes on to the next series; false when there is none. */
  boolean next() throws StorageException;

  /** Labels of the current series. */
  Labels labels();

  /** A new cursor over the samples of the current series. */
  SampleCursor samples();

  /** What is missing from the answer and why; complete after the last series. */
  default List<String> warnings() {
    return List.of();
  }

  @Override
  void close();

  /** A set without series. */
  static SeriesSet empty() {
    return new SeriesSet() {
      @Override
      public boolean next() {
        return false;
      }

      @Override
      public Labels labels() {
        throw new IllegalStateException("there is no current series");
      }

      @Override
      public SampleCursor samples() {
        throw new IllegalStateException("there is no current series");
      }

      @Override
      public void close() {}
    };
  }
}
