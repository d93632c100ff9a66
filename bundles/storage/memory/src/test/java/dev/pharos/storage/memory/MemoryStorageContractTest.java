package dev.pharos.storage.memory;

import dev.pharos.storage.testkit.Storage;
import dev.pharos.storage.testkit.StorageContract;
import java.time.Duration;
import java.util.Optional;

class MemoryStorageContractTest extends StorageContract {

  private static final Duration WINDOW = Duration.ofDays(2);

  @Override
  protected Storage openEmpty() {
    MemoryStorage storage = new MemoryStorage(WINDOW, 0);
    return new Storage(storage, storage);
  }

  @Override
  protected Optional<Duration> window() {
    return Optional.of(WINDOW);
  }
}
