package dev.pharos.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  @TempDir Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void make_a_distribution() throws IOException {
    Files.createDirectories(dir.resolve("home/bundles"));
    Files.createFile(dir.resolve("home/bundles/dev.pharos.exporter.api-1.2.3.jar"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exporter", "panel"})
  void a_project_has_no_gap_left_in_names_or_text(String kind) throws IOException {
    assertEquals(0, make(kind, "my-queue"));

    for (Path file : files()) {
      assertFalse(file.toString().contains("{{"), file.toString());
      String text = Files.readString(file).replace("\"{{folder}}\"", "");
      assertFalse(text.contains("{{"), file + ":\n" + text);
    }
  }

  @Test
  void the_dashboard_keeps_the_gaps_that_are_its_own() throws IOException {
    make("exporter", "my-queue");

    assertTrue(
        read("src/main/resources/META-INF/pharos/dashboards/my-queue.json")
            .contains("\"legend\": \"{{folder}}\""));
  }

  @Test
  void the_project_compiles_against_the_distribution_that_made_it() throws IOException {
    make("exporter", "queue");

    String pom = read("../queue/pom.xml");
    assertTrue(pom.contains("<pharos.home>" + dir.resolve("home") + "</pharos.home>"));
    assertTrue(pom.contains("<pharos.version>1.2.3</pharos.version>"));
    assertTrue(dir.resolve("queue/mvnw").toFile().canExecute());
  }

  @ParameterizedTest
  @ValueSource(strings = {"exporter", "panel"})
  void plugins_and_annotations_have_the_versions_we_build_with(String kind) throws IOException {
    make(kind, "my-queue");
    String ours = Files.readString(Path.of("../../pom.xml"));
    Pattern versions =
        Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>(\\d[^<]*)</version>");

    Matcher theirs = versions.matcher(read("pom.xml"));
    int compared = 0;
    while (theirs.find()) {
      if (theirs.group(1).startsWith("org.example")) {
        continue;
      }
      String artifact = Pattern.quote(theirs.group(1));
      Matcher version =
          Pattern.compile("<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]+)<")
              .matcher(ours);
      assertTrue(version.find(), theirs.group(1));
      String expected = version.group(1);
      if (expected.startsWith("${")) {
        String property = expected.substring(2, expected.length() - 1);
        Matcher value = Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<").matcher(ours);
        assertTrue(value.find(), property);
        expected = value.group(1);
      }
      assertEquals(expected, theirs.group(2), theirs.group(1));
      compared++;
    }
    assertEquals(9, compared);
  }

  @Test
  void a_class_is_called_after_its_words() {
    assertEquals("MyQueue2", Template.className("my-queue2"));
  }

  @Test
  void an_unfit_name_an_unknown_kind_and_a_folder_that_is_there_are_refused() throws IOException {
    assertEquals(2, make("exporter", "My Queue"));
    assertEquals(2, make("gadget", "queue"));
    Files.createDirectories(dir.resolve("taken"));
    assertEquals(1, make("panel", "taken"));

    assertEquals(
        List.of(
            "the name is 'My Queue'; write lower case letters, digits and single dashes",
            "no template is called 'gadget'; there are exporter and panel",
            "Cannot write the project: " + dir.resolve("taken") + ": it is there already"),
        err.toString().lines().toList());
  }

  @Test
  void without_a_distribution_the_message_says_where_it_was_looked_for() throws IOException {
    int status =
        Main.run(
            List.of("pharos", "new", "panel", "x"),
            dir.resolve("nowhere"),
            dir,
            StorageTools::find,
            new PrintWriter(out, true),
            new PrintWriter(err, true));

    assertEquals(1, status);
    assertTrue(
        err.toString()
            .contains(dir.resolve("nowhere/bundles") + " has no dev.pharos.exporter.api"));
  }

  private int make(String kind, String name) {
    return Main.run(
        List.of("pharos", "new", kind, name),
        dir.resolve("home"),
        dir,
        StorageTools::find,
        new PrintWriter(out, true),
        new PrintWriter(err, true));
  }

  private String read(String file) throws IOException {
    return Files.readString(dir.resolve("my-queue").resolve(file).normalize());
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (var all = Files.walk(dir.resolve("my-queue"))) {
      all.filter(Files::isRegularFile).forEach(files::add);
    }
    assertTrue(files.size() >= 7);
    return files;
  }
}
