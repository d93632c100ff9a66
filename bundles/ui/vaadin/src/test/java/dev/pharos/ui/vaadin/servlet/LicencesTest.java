package dev.pharos.ui.vaadin.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Nothing of Vaadin's commercial components stands in the bundle; which they are is said in {@code
 * src/build/commercial.json}.
 */
class LicencesTest {

  private static final Path STOCK =
      Path.of("target/stock/vaadin-prod-bundle/webapp/VAADIN/build").toAbsolutePath();
  private static final Pattern SCRIPT = Pattern.compile(".*\\.(m?js|tsx?|json|html)");
  private static final Pattern VAADINS_POM =
      Pattern.compile("META-INF/maven/com\\.vaadin/.*/pom\\.xml");
  private static final Pattern LICENCES = Pattern.compile("(?s)<licenses>.*</licenses>");

  /** Vaadin's template of a build, which has a word on how to bundle charts, if there are any. */
  private static final String BUILD_TEMPLATE = "vite.generated.ts";

  private final JsonNode list = read(Path.of("src/build/commercial.json"));

  /** The name of an element in quotes, of a package or of a connector. */
  private final Pattern traces =
      Pattern.compile(
          "[`\"'](?:%s)(?:-[a-z-]+)?[`\"']|(?:%s)(?![a-z-])|\\b(?:%s)\\b"
              .formatted(
                  alternatives(named("tag")),
                  alternatives(
                      Stream.concat(named("npm"), texts("files"))
                          .filter(name -> name.startsWith("@"))),
                  alternatives(texts("connectors"))));

  private final List<String> packages =
      Stream.concat(named("java"), Stream.of("com.vaadin.pro"))
          .map(name -> name.replace('.', '/') + "/")
          .toList();

  @Test
  void no_script_of_the_bundle_has_anything_of_a_commercial_component() throws Exception {
    List<String> found = new ArrayList<>();
    int scripts = 0;
    for (Path file : files()) {
      if (SCRIPT.matcher(file.toString()).matches()) {
        scripts++;
        String script = Files.readString(file);
        traces(script).forEach(trace -> found.add(file + ": " + trace));
        if (script.contains("cvdlName")) {
          found.add(file + ": an element that asks for a licence");
        }
      }
    }

    assertTrue(scripts > 10, "scripts: " + scripts);
    assertEquals(List.of(), found);
  }

  @Test
  void no_nested_jar_has_anything_of_a_commercial_component() throws Exception {
    List<String> found = new ArrayList<>();
    int jars = 0;
    for (Path file : files()) {
      if (file.toString().endsWith(".jar")) {
        jars++;
        inJar(file, found);
      }
    }

    assertTrue(jars > 40, "jars: " + jars);
    assertEquals(List.of(), found);
  }

  /** What shows that the two above would find something. */
  @Test
  void the_stock_front_end_has_commercial_elements_and_all_are_found() throws Exception {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> chunks = Files.list(STOCK)) {
      for (Path chunk : chunks.filter(file -> file.toString().endsWith(".js")).toList()) {
        found.addAll(traces(Files.readString(chunk)));
      }
    }

    JsonNode vaadins = read(STOCK.resolve("../../../config/stats.json")).path("cvdlModules");
    assertFalse(vaadins.isEmpty());
    for (JsonNode component : vaadins) {
      String tag = component.path("name").asString();
      assertTrue(found.contains("`" + tag + "`"), tag + " is not in " + found);
    }
  }

  private void inJar(Path jar, List<String> found) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        String place = jar.getFileName() + "!" + name;
        if (packages.stream().anyMatch(name::startsWith)) {
          found.add(place);
        } else if (SCRIPT.matcher(name).matches() && !name.equals(BUILD_TEMPLATE)) {
          traces(text(in)).forEach(trace -> found.add(place + ": " + trace));
        } else if (VAADINS_POM.matcher(name).matches() && !isFree(text(in))) {
          found.add(place + ": not under the Apache licence");
        }
      }
    }
  }

  private static boolean isFree(String pom) {
    return LICENCES
        .matcher(pom)
        .results()
        .anyMatch(
            licences ->
                licences.group().contains("apache.org/licenses/LICENSE-2.0")
                    && !licences.group().contains("ommercial"));
  }

  private List<String> traces(String script) {
    return traces.matcher(script).results().map(result -> result.group()).distinct().toList();
  }

  private Stream<String> named(String key) {
    return list.path("components").valueStream().map(component -> component.get(key).asString());
  }

  private Stream<String> texts(String key) {
    return list.path(key).valueStream().map(JsonNode::asString);
  }

  private static String alternatives(Stream<String> names) {
    return names.map(Pattern::quote).collect(Collectors.joining("|"));
  }

  /** All that is packed into the bundle. */
  private static List<Path> files() throws Exception {
    URL index = LicencesTest.class.getResource("/META-INF/VAADIN/webapp/index.html");
    Path classes =
        Path.of(Objects.requireNonNull(index).toURI()).resolve("../../../..").normalize();
    try (Stream<Path> files = Files.walk(classes)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static JsonNode read(Path json) {
    return JsonMapper.shared().readTree(json.toFile());
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
