package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.TsdbFixture.T0;
import static dev.pharos.storage.tsdb.TsdbFixture.metric;
import static dev.pharos.storage.tsdb.TsdbFixture.read;
import static dev.pharos.storage.tsdb.TsdbFixture.samples;
import static dev.pharos.storage.tsdb.TsdbFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.testkit.Reading;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {

  private static final Labels UP = metric("up");

  @TempDir Path dir;

  private volatile boolean full;
  private TsdbStorage storage;

  /** Writes half of what it is given when the disk is full. */
  private final class DiskFile extends RandomAccessFile {

    DiskFile(Path file) throws IOException {
      super(file.toFile(), "rw");
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      super.write(bytes, from, full ? length / 2 : length);
      if (full) {
        throw new IOException("No space left on device");
      }
    }
  }

  @BeforeEach
  void start() throws IOException {
    TsdbSettings settings = TsdbSettings.of(dir, Duration.ofDays(15));
    storage = TsdbStorage.open(settings, new TsdbStatus(settings.retention()), DiskFile::new);
  }

  @AfterEach
  void stop() throws IOException {
    storage.close();
  }

  private void restart() throws IOException {
    storage.close();
    start();
  }

  @Test
  void a_batch_fails_with_what_to_do_and_nothing_of_it_is_seen() throws Exception {
    full = true;
    var e = assertThrows(StorageException.class, () -> write(storage, UP, T0, 1));
    full = false;

    assertEquals(
        "cannot write to the log in "
            + dir.resolve("wal")
            + ": No space left on device; nothing of the batch was kept, and writing goes on by"
            + " itself once this is mended",
        e.getMessage());
    assertEquals(Map.of(), read(storage, Matcher.metric("up")));
    restart();
    assertEquals(Map.of(), read(storage, Matcher.metric("up")));
  }

  @Test
  void writing_goes_on_by_itself_and_survives_a_restart() throws Exception {
    full = true;
    assertThrows(StorageException.class, () -> write(storage, UP, T0, 1));
    assertThrows(StorageException.class, () -> write(storage, UP, T0, 1));
    full = false;
    write(storage, UP, T0 + 1, 2);

    assertEquals(List.of(Reading.value(T0 + 1, 2)), samples(storage, UP));
    restart();
    assertEquals(List.of(Reading.value(T0 + 1, 2)), samples(storage, UP));
    assertEquals(0, storage.figures().corruptions.sum());
  }

  @Test
  void a_deletion_that_cannot_be_logged_hides_nothing() throws Exception {
    write(storage, UP, T0, 1);
    full = true;
    assertThrows(
        StorageException.class,
        () ->
            new TsdbAdmin(storage)
                .delete(Access.system(), TsdbFixture.ALWAYS, List.of(Matcher.metric("up"))));
    full = false;
    assertEquals(List.of(Reading.value(T0, 1)), samples(storage, UP));
  }
}
