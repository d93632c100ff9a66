package dev.pharos.storage.tsdb;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.ScratchStorage;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The database in a folder of its own among the temporary files, deleted when it is closed. */
public final class ScratchTsdb implements ScratchStorage {

  /** Longer than anybody's samples are old. */
  private static final Duration EVERYTHING = Duration.ofDays(36_500);

  @Override
  public Opened open() {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("pharos-scratch");
      TsdbSettings settings = TsdbSettings.of(folder, EVERYTHING);
      TsdbStorage storage = TsdbStorage.open(settings, new TsdbStatus(settings.retention()));
      storage.apply(
          new FileSettings(
              EVERYTHING, FileSettings.Retention.NONE, FileSettings.NONE.maxExemplars()));
      return new Scratch(folder, storage);
    } catch (IOException e) {
      throw new UncheckedIOException("no database in the temporary folder " + folder, e);
    }
  }

  @Override
  public boolean keepsEverything() {
    return false;
  }

  private record Scratch(Path folder, TsdbStorage storage) implements Opened {

    @Override
    public SampleBatch begin() throws StorageException {
      return storage.begin();
    }

    @Override
    public SeriesSet select(Access access, TimeRange range, List<Matcher> matchers)
        throws StorageException {
      return storage.select(access, range, matchers);
    }

    @Override
    public List<String> labelNames(
        Access access, TimeRange range, List<Matcher> matchers, int limit) throws StorageException {
      return storage.labelNames(access, range, matchers, limit);
    }

    @Override
    public List<String> labelValues(
        Access access, String name, TimeRange range, List<Matcher> matchers, int limit)
        throws StorageException {
      return storage.labelValues(access, name, range, matchers, limit);
    }

    @Override
    public Map<Labels, List<Exemplar>> exemplars(
        Access access, TimeRange range, List<Matcher> matchers) throws StorageException {
      return storage.exemplars(access, range, matchers);
    }

    @Override
    public Map<String, Metadata> metadata(Access access) throws StorageException {
      return storage.metadata(access);
    }

    @Override
    public void close() {
      try {
        storage.close();
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(folder + " could not be deleted", e);
      }
    }
  }
}
