package dev.pharos.storage.api;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Changes to what is stored, for administrators. Safe for use by several threads. */
@ProviderType
public interface StorageAdmin {

  /** Hides the samples of the selected series in the range at once, and frees them later. */
  void delete(Access access, TimeRange range, List<Matcher> matchers) throws StorageException;

  /** Frees the space of what was deleted. */
  void cleanTombstones(Access access) throws StorageException;

  /**
   * Writes everything as blocks into a folder below {@code snapshots/} and answers its name.
   *
   * @param withHead whether the part in memory is included
   */
  String snapshot(Access access, boolean withHead) throws StorageException;
}
