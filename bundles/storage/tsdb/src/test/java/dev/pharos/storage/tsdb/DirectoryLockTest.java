package dev.pharos.storage.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectoryLockTest {

  @TempDir Path dir;

  @Test
  void the_file_tells_the_process() throws IOException {
    try (DirectoryLock lock = DirectoryLock.take(dir)) {
      assertEquals(
          ProcessHandle.current().pid() + "\n",
          Files.readString(dir.resolve("lock")),
          lock::toString);
    }
  }

  @Test
  void a_lock_that_was_given_free_can_be_taken_again() throws IOException {
    DirectoryLock.take(dir).close();
    DirectoryLock.take(dir).close();
  }

  @Test
  void a_file_left_by_a_process_that_is_gone_does_not_hinder() throws IOException {
    Files.writeString(dir.resolve("lock"), "999999999\n");
    DirectoryLock.take(dir).close();
  }

  @Test
  void another_process_that_holds_it_is_named() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                AppendingProcess.class.getName(),
                dir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader acknowledgements = other.inputReader()) {
      assertEquals("0", acknowledgements.readLine());
      var e =
          assertThrows(
              IOException.class, () -> TsdbFixture.open(TsdbSettings.of(dir, Duration.ofDays(1))));
      assertEquals(
          "the data folder "
              + dir.toAbsolutePath()
              + " is in use by process "
              + other.pid()
              + ", which holds lock; stop it, or give this server another --storage.tsdb.path",
          e.getMessage());
    } finally {
      other.destroyForcibly().waitFor();
    }
  }
}
