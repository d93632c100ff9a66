package dev.pharos.storage.tsdb;

import dev.pharos.storage.testkit.Storage;
import dev.pharos.storage.testkit.StorageContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class TsdbStorageContractTest extends StorageContract {

  private static final Duration WINDOW = Duration.ofHours(1);

  @TempDir Path dir;

  private final List<TsdbStorage> open = new ArrayList<>();

  @Override
  protected Storage openEmpty() throws IOException {
    TsdbSettings settings = TsdbSettings.of(dir, Duration.ofDays(15));
    TsdbStorage storage = TsdbStorage.open(settings, new TsdbStatus(settings.retention()));
    open.add(storage);
    // As if blocks were cut up to there.
    storage.logged().refuseBefore(T0 - WINDOW.toMillis());
    return new Storage(storage, storage);
  }

  @Override
  protected Optional<Duration> window() {
    return Optional.of(WINDOW);
  }

  @AfterEach
  void close() throws IOException {
    for (TsdbStorage storage : open) {
      storage.close();
    }
  }
}
