package dev.pharos.storage.tsdb;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.StorageAdmin;
import dev.pharos.storage.api.StorageException;
import java.io.IOException;
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
    List<Matcher> all = TsdbStorage.all(access, matchers);
    change(
        () ->
            storage
                .upkeep()
                .delete(access, range, all, () -> storage.logged().delete(access, range, all)));
  }

  @Override
  public void cleanTombstones(Access access) throws StorageException {
    access.check();
    change(
        () -> {
          storage.logged().cleanDeleted();
          storage.upkeep().cleanTombstones(access);
        });
  }

  @Override
  public String snapshot(Access access, boolean withHead) throws StorageException {
    String[] name = new String[1];
    change(() -> name[0] = storage.upkeep().snapshot(access, withHead));
    return name[0];
  }

  /** Something done to the files. */
  private interface Change {
    void run() throws IOException;
  }

  private void change(Change change) throws StorageException {
    try {
      change.run();
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new StorageException(
          "cannot change the blocks in " + storage.settings().path() + ": " + e.getMessage(), e);
    }
  }
}
