package dev.pharos.storage.memory;

import dev.pharos.storage.testkit.Storage;
import dev.pharos.storage.testkit.StorageContract;
import java.time.Duration;

class MemoryStorageContractTest extends StorageContract {

  @Override
  protected Storage openEmpty() {
    MemoryStorage storage = new MemoryStorage(window(), 0);
    return new Storage(storage, storage);
  }

  @Override
  protected Duration window() {
    return Duration.ofDays(2);
  }
}
