package dev.pharos.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder from which a project starts, with gaps for its name.
 *
 * <p>Gaps are written <code>{{name}}</code>, in files and in their paths. Files lie among the
 * resources, listed in {@code files.txt}, since a jar's folders cannot be listed.
 */
final class Template {

  private static final List<String> KINDS = List.of("exporter", "panel");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*");
  private static final Pattern GAP = Pattern.compile("\\{\\{([A-Za-z-]+)}}");
  private static final Pattern API = Pattern.compile("dev\\.pharos\\.exporter\\.api-(.+)\\.jar");

  private final String kind;

  private Template(String kind) {
    this.kind = kind;
  }

  static Template of(String kind) {
    if (!KINDS.contains(kind)) {
      throw new IllegalArgumentException(
          "no template is called '" + kind + "'; there are " + String.join(" and ", KINDS));
    }
    return new Template(kind);
  }

  /**
   * Writes the project into a new folder.
   *
   * @param name of the exporter or panel; also of the folder
   * @param home the distribution whose bundles it is compiled against
   * @return the folder
   */
  Path write(String name, Path home, Path parent) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name is '" + name + "'; write lower case letters, digits and single dashes");
    }
    Path project = parent.resolve(name);
    if (Files.exists(project)) {
      throw new FileAlreadyExistsException(project.toString(), null, "it is there already");
    }
    Map<String, String> gaps = gaps(name, home);
    for (String file : text("files.txt").lines().toList()) {
      String source = file.startsWith("maven/") ? "../" + file : file;
      String target = file.startsWith("maven/") ? file.substring("maven/".length()) : file;
      Path path = project.resolve(filled(target, gaps));
      Files.createDirectories(path.getParent());
      Files.writeString(path, filled(text(source), gaps));
      if (file.endsWith("/mvnw") && !path.toFile().setExecutable(true)) {
        throw new IOException(path + " cannot be made executable");
      }
    }
    return project;
  }

  private static Map<String, String> gaps(String name, Path home) throws IOException {
    return Map.of(
        "gap-open",
        "{{",
        "gap-close",
        "}}",
        "name",
        name,
        "package",
        "org.example." + name.replace("-", ""),
        "folder",
        "org/example/" + name.replace("-", ""),
        "metric",
        name.replace('-', '_'),
        "Class",
        className(name),
        "home",
        home.toString(),
        "version",
        version(home));
  }

  static String className(String name) {
    StringBuilder className = new StringBuilder();
    for (String word : name.split("-", -1)) {
      className.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    }
    return className.toString();
  }

  /** The version of the contracts that this distribution brings. */
  private static String version(Path home) throws IOException {
    Path bundles = home.resolve("bundles");
    if (Files.isDirectory(bundles)) {
      try (var files = Files.list(bundles)) {
        for (Path file : files.sorted().toList()) {
          Matcher api = API.matcher(file.getFileName().toString());
          if (api.matches()) {
            return api.group(1);
          }
        }
      }
    }
    throw new IOException(
        bundles + " has no dev.pharos.exporter.api; run the 'pharos' of an unpacked distribution");
  }

  static String filled(String text, Map<String, String> gaps) {
    return GAP.matcher(text)
        .replaceAll(gap -> Matcher.quoteReplacement(gaps.getOrDefault(gap.group(1), gap.group())));
  }

  private String text(String file) throws IOException {
    String path =
        file.startsWith("../") ? "template/" + file.substring(3) : "template/" + kind + "/" + file;
    try (InputStream in = Template.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException("the template lacks " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
