package dev.pharos.storage.fanout;

import dev.pharos.storage.memory.MemoryStorage;
import dev.pharos.storage.testkit.Storage;
import dev.pharos.storage.testkit.StorageContract;
import dev.pharos.storage.tsdb.TsdbSettings;
import dev.pharos.storage.tsdb.TsdbStatus;
import dev.pharos.storage.tsdb.TsdbStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FanoutContractTest extends StorageContract {

  @TempDir Path dir;

  private final List<TsdbStorage> open = new ArrayList<>();

  @Override
  protected Storage openEmpty() throws IOException {
    TsdbSettings settings = TsdbSettings.of(dir, Duration.ofDays(15));
    TsdbStorage tsdb = TsdbStorage.open(settings, new TsdbStatus(settings.retention()));
    open.add(tsdb);
    MemoryStorage memory = new MemoryStorage();
    PartList parts = new PartList("");
    parts.addWriter(new Part<>("memory", 10, 1, 0, memory));
    parts.addReader(new Part<>("memory", 10, 2, 0, memory));
    parts.addWriter(new Part<>("tsdb", 0, 3, 0, tsdb));
    parts.addReader(new Part<>("tsdb", 0, 4, 0, tsdb));
    FanoutStorage fanout = new FanoutStorage(parts::current, new PartFailures(System::nanoTime));
    return new Storage(fanout, fanout);
  }

  @Override
  protected Optional<Duration> window() {
    return Optional.empty();
  }

  @AfterEach
  void close() throws IOException {
    for (TsdbStorage storage : open) {
      storage.close();
    }
  }
}
