package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that {@code bin/pharos prepare} makes, whole and spoilt. */
class PreparedStartIT {

  @TempDir Path folder;

  @Test
  void a_start_uses_the_archive_and_goes_on_without_one_that_is_damaged_or_of_something_else()
      throws Exception {
    Path home = copyOfTheDistribution();
    Process preparing =
        new ProcessBuilder(home.resolve("bin/pharos").toString(), "prepare")
            .redirectErrorStream(true)
            .start();
    String told = new String(preparing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, preparing.waitFor(), told);
    List<Path> made = filesIn(home.resolve("cache"));
    assertEquals(1, made.size(), made + "\n" + told);
    Path archive = made.getFirst();
    assertTrue(startMaps(home, archive), "the archive is not used");
    Path whole = Files.copy(archive, folder.resolve("whole.aot"));

    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }
    assertFalse(startMaps(home, archive), "half an archive is used");

    Files.writeString(home.resolve("etc/jvm.options"), "\n-Xmn40m\n", StandardOpenOption.APPEND);
    Files.copy(whole, archive, StandardCopyOption.REPLACE_EXISTING);
    assertFalse(startMaps(home, archive), "an archive for other options is used");
  }

  /** Starts a server, waits until it is ready, and tells whether it has mapped a file. */
  private boolean startMaps(Path home, Path file) throws Exception {
    Path place = Server.place(Files.createTempDirectory(folder, "place"));
    try (Server server = Server.startFrom(home, place)) {
      assertFalse(server.output().contains("[error"), server::output);
      return Files.readString(Path.of("/proc", Long.toString(server.pid()), "maps"))
          .contains(file.getFileName().toString());
    }
  }

  private Path copyOfTheDistribution() throws IOException {
    Path from = Server.shipped();
    Path to = Files.createDirectory(folder.resolve("pharos"));
    for (String part : List.of("bin", "bundles", "conf", "etc", "features", "lib")) {
      try (Stream<Path> tree = Files.walk(from.resolve(part))) {
        for (Path source : tree.toList()) {
          Files.copy(
              source, to.resolve(from.relativize(source)), StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    return to;
  }

  private static List<Path> filesIn(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.toList();
    }
  }
}
