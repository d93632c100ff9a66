package dev.pharos.config.yaml;

import dev.pharos.config.api.ConfigParser;
import dev.pharos.config.api.ConfigProblem;
import dev.pharos.config.api.ConfigSection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks a {@code prometheus.yml} without putting it into force: for commands and tests, on a plain
 * class path.
 */
public final class ConfigCheck {

  private ConfigCheck() {}

  /**
   * What came of a check.
   *
   * @param problems everything that is wrong, in the order of the file; empty if nothing is
   * @param text the file with comments dropped and secrets masked
   */
  public record Result(List<ConfigProblem> problems, String text) {}

  /**
   * Checks a file.
   *
   * @param sections who reads which top-level key; keys that nobody reads are only looked at for
   *     their names
   */
  public static Result prometheus(Path file, Map<String, ConfigSection> sections) {
    List<Owner> owners = new ArrayList<>();
    sections.forEach(
        (key, section) ->
            owners.add(
                Owner.of(
                    section, Map.of(ConfigSection.FILE, "prometheus", ConfigSection.KEY, key))));
    ConfigParser parser = new YamlParser();
    LoadedFile loaded =
        LoadedFile.read(FileKind.PROMETHEUS, file, name -> System.getenv().getOrDefault(name, ""));
    return new Result(FileChecks.check(loaded, owners, parser, new ArrayList<>()), loaded.text());
  }
}
