package dev.pharos.distribution.launcher.framework;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Remembers what the bundle cache was filled with: one line a bundle, {@code location size
 * modifiedMillis digest}, under a first line that names format and version.
 *
 * <p>The file is a shortcut, not a truth: when it is missing or of another version, all bundles are
 * compared anew.
 */
final class StampFile {

  private static final String HEADER = "pharos-bundles 1";

  private final Path file;

  StampFile(Path file) {
    this.file = file;
  }

  Map<String, Stamp> read() throws IOException {
    Map<String, Stamp> stamps = new HashMap<>();
    if (!Files.exists(file)) {
      return stamps;
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
      return stamps;
    }
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(" ", -1);
      if (fields.length == 4) {
        stamps.put(
            fields[0], new Stamp(Long.parseLong(fields[1]), Long.parseLong(fields[2]), fields[3]));
      }
    }
    return stamps;
  }

  void write(Map<String, Stamp> stamps) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    new TreeMap<>(stamps)
        .forEach(
            (location, stamp) ->
                lines.add(
                    location
                        + " "
                        + stamp.size()
                        + " "
                        + stamp.modifiedMillis()
                        + " "
                        + stamp.digest()));
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(draft, lines);
    Files.move(draft, file, ATOMIC_MOVE, REPLACE_EXISTING);
  }
}
