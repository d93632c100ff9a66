package dev.pharos.config.yaml;

import dev.pharos.config.api.ConfigParser;
import dev.pharos.config.api.ConfigProblem;
import dev.pharos.config.api.SourcePosition;
import dev.pharos.config.yaml.YamlValue.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One of the files as it was read: its values, and what is wrong with its text.
 *
 * @param kind which of the files
 * @param path where it is
 * @param written the file itself; a mapping without keys if there is none
 * @param effective with environment variables and the files it names filled in
 * @param problems what is wrong with the text
 */
record LoadedFile(
    FileKind kind, Path path, Mapping written, Mapping effective, List<ConfigProblem> problems) {

  static LoadedFile absent(FileKind kind, Path path) {
    Mapping empty = empty(path);
    return new LoadedFile(kind, path, empty, empty, List.of());
  }

  static LoadedFile read(FileKind kind, Path path, UnaryOperator<String> environment) {
    try {
      return of(kind, path, YamlParser.read(path), environment);
    } catch (NoSuchFileException e) {
      return kind == FileKind.PROMETHEUS
          ? unreadable(
              kind, path, "there is no such file", "create it, or name another: --config.file=PATH")
          : absent(kind, path);
    } catch (IOException e) {
      return unreadable(
          kind,
          path,
          Files.isDirectory(path) ? "is a folder" : "cannot be read: " + e.getMessage(),
          "name a file that this process may read");
    }
  }

  private static LoadedFile of(
      FileKind kind, Path path, YamlText.Outcome text, UnaryOperator<String> environment) {
    List<ConfigProblem> problems = new ArrayList<>(text.problems());
    Mapping written =
        switch (text.root()) {
          case Mapping mapping -> mapping;
          case YamlValue.Nothing nothing -> empty(path);
          case YamlValue.Text other -> notMapping(path, other, problems);
          case YamlValue.Listing other -> notMapping(path, other, problems);
        };
    Mapping effective = written;
    if (kind == FileKind.PROMETHEUS) {
      effective = PrometheusFile.expand(effective, environment);
      effective = PrometheusFile.withScrapeConfigFiles(effective, problems);
    }
    return new LoadedFile(kind, path, written, effective, List.copyOf(problems));
  }

  private static Mapping notMapping(Path path, YamlValue root, List<ConfigProblem> problems) {
    problems.add(
        new ConfigProblem(
            root.at(),
            "file",
            "found " + YamlNode.kind(root) + ", expected sections",
            "begin with a section such as global:"));
    return empty(path);
  }

  private static LoadedFile unreadable(FileKind kind, Path path, String fault, String remedy) {
    Mapping empty = empty(path);
    return new LoadedFile(
        kind, path, empty, empty, List.of(new ConfigProblem(empty.at(), "file", fault, remedy)));
  }

  private static Mapping empty(Path path) {
    return new Mapping(
        new SourcePosition(path.toString(), 1, 1), YamlParser.folderOf(path), Map.of());
  }

  Reading reading(ConfigParser parser) {
    return new Reading(effective, problems, parser);
  }

  /** As the status page shows it. */
  String text() {
    return written.entries().isEmpty() ? "" : MaskedYaml.print(written);
  }
}
