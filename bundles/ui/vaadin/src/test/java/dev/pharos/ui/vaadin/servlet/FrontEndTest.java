package dev.pharos.ui.vaadin.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What of Vaadin's stock front end stands in the bundle. */
class FrontEndTest {

  private static final String ROOT = "META-INF/VAADIN/webapp/";
  private static final Pattern EAGER =
      Pattern.compile("(?:from|import)\\s*[\"'`]\\./([\\w.-]+\\.js)[\"'`]");

  @Test
  void the_page_names_a_chunk_that_is_there() throws Exception {
    Matcher entry =
        Pattern.compile("VAADIN/build/[\\w.-]+\\.js").matcher(Files.readString(file("index.html")));

    assertTrue(entry.find());
    assertTrue(Files.size(file(entry.group())) > 0);
  }

  @Test
  void every_chunk_that_a_chunk_cannot_do_without_is_there() throws Exception {
    List<String> missing = new ArrayList<>();
    for (Path chunk : chunks()) {
      Matcher needed = EAGER.matcher(Files.readString(chunk));
      while (needed.find()) {
        if (Files.notExists(chunk.resolveSibling(needed.group(1)))) {
          missing.add(chunk.getFileName() + " needs " + needed.group(1));
        }
      }
    }

    assertEquals(List.of(), missing);
  }

  @Test
  void the_page_loads_elements_that_are_free() throws Exception {
    List<String> scripts = new ArrayList<>();
    for (Path chunk : chunks()) {
      scripts.add(Files.readString(chunk));
    }

    for (String element : List.of("vaadin-grid", "vaadin-dialog", "vaadin-upload", "vaadin-icon")) {
      Pattern named = Pattern.compile("return[`\"]" + element + "[`\"]");
      assertTrue(scripts.stream().anyMatch(script -> named.matcher(script).find()), element);
    }
  }

  @Test
  void a_chunk_is_never_shipped_compressed_alone() throws Exception {
    try (Stream<Path> files = Files.list(file("VAADIN/build"))) {
      assertEquals(
          List.of(),
          files
              .filter(file -> file.toString().endsWith(".br"))
              .filter(file -> Files.notExists(Path.of(file.toString().replaceFirst("\\.br$", ""))))
              .toList());
    }
  }

  @Test
  void it_is_set_up_for_production() throws Exception {
    Path info = found("META-INF/VAADIN/config/flow-build-info.json");

    assertTrue(Files.readString(info).replace(" ", "").contains("\"productionMode\":true"));
  }

  private static List<Path> chunks() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(file("VAADIN/build"))) {
      List<Path> chunks = files.filter(file -> file.toString().endsWith(".js")).toList();
      assertFalse(chunks.isEmpty());
      return chunks;
    }
  }

  private static Path file(String name) throws URISyntaxException {
    return found(ROOT + name);
  }

  private static Path found(String name) throws URISyntaxException {
    URL url = FrontEndTest.class.getClassLoader().getResource(name);
    return Path.of(Objects.requireNonNull(url, name).toURI());
  }
}
