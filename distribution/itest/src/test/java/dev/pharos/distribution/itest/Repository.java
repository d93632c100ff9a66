package dev.pharos.distribution.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that is being tested. */
final class Repository {

  private Repository() {}

  static Path root() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("bundles/model/pom.xml"))) {
        return folder;
      }
    }
    throw new IllegalStateException("not started within a checkout");
  }

  /** Folders of all modules, in no particular order. */
  static List<Path> modules() throws IOException {
    try (Stream<String> lines = Files.lines(root().resolve("pom.xml"))) {
      return lines
          .map(String::strip)
          .filter(line -> line.startsWith("<module>"))
          .map(line -> root().resolve(line.replaceAll("</?module>", "")))
          .toList();
    }
  }
}
