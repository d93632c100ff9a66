package dev.pharos.config.api;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Names files as {@code rule_files} and its like do: a path whose last part may hold {@code *},
 * {@code ?} and {@code [a-z]}.
 *
 * @param text as it was written
 */
public record FilePattern(String text) {

  /** Whether wildcards, if any, stand in the last part of the path alone. */
  public boolean isValid() {
    int wildcard = text.indexOf('*');
    return !text.isEmpty() && (wildcard < 0 || text.indexOf('/', wildcard) < 0);
  }

  /**
   * The files that are there now, in the order of their names; none if the folder is not there.
   *
   * @param folder from where a relative pattern counts
   */
  public List<Path> matches(Path folder) throws IOException {
    int slash = text.lastIndexOf('/');
    Path parent = slash < 0 ? folder : folder.resolve(text.substring(0, Math.max(slash, 1)));
    String name = text.substring(slash + 1);
    if (name.chars().noneMatch(c -> "*?[".indexOf(c) >= 0)) {
      Path file = parent.resolve(name);
      return Files.isRegularFile(file) ? List.of(file) : List.of();
    }
    if (!Files.isDirectory(parent.toAbsolutePath())) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    String glob = name.replace("{", "\\{").replace("}", "\\}").replace("[^", "[!");
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent.toAbsolutePath(), glob)) {
      for (Path file : found) {
        if (Files.isRegularFile(file)) {
          files.add(parent.resolve(file.getFileName()));
        }
      }
    }
    files.sort(null);
    return List.copyOf(files);
  }
}
