package dev.pharos.storage.tsdb;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.StorageAdmin;
import dev.pharos.storage.api.StorageException;
import java.util.List;

/** Changes to the database by hand. */
final class TsdbAdmin implements StorageAdmin {

  private final TsdbStorage storage;

  TsdbAdmin(TsdbStorage storage) {
    this.storage = storage;
  }

  @Override
  public void delete(Access access, TimeRange range, List<Matcher> matchers)
      throws StorageException {
    if (matchers.isEmpty()) {
      throw new IllegalArgumentException("delete needs at least one matcher");
    }
    storage.delete(access, range, matchers);
  }

  @Override
  public void cleanTombstones(Access access) throws StorageException {
    access.check();
    storage.cleanDeleted();
  }

  /** A snapshot is made of blocks, and there are none yet. */
  @Override
  public String snapshot(Access access, boolean withHead) throws StorageException {
    throw new StorageException(
        "this version writes no blocks, so it cannot make a snapshot; stop the server and copy "
            + storage.settings().path());
  }
}
