package dev.pharos.distribution.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The shipped program without its scraper: what a server tells of itself would be of today, and
 * push the head past samples that are written into the past.
 */
final class Quiet {

  private static final String SCRAPER = "dev.pharos.target.scrape-";

  private Quiet() {}

  /**
   * Copies a distribution.
   *
   * @param program its {@code bin/pharos}
   * @return the program of the copy
   */
  static Path copy(Path program, Path to) throws IOException {
    Path bin = program.toRealPath().getParent();
    Path home = bin == null ? null : bin.getParent();
    if (home == null) {
      throw new IOException(program + " is in no distribution");
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList()) {
        if (!String.valueOf(file.getFileName()).startsWith(SCRAPER)) {
          Path target = to.resolve(home.relativize(file));
          if (Files.isDirectory(file)) {
            Files.createDirectories(target);
          } else {
            Files.copy(file, target);
          }
        }
      }
    }
    return to.resolve("bin").resolve(program.getFileName());
  }
}
