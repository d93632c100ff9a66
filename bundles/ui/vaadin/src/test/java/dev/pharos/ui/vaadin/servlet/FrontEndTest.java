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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {"vaadin-chart", "vaadin-map", "vaadin-rich-text-editor", "vaadin-spreadsheet"})
  void lazy_commercial_components_are_left_out(String element) throws Exception {
    for (Path chunk : chunks()) {
      assertFalse(
          Files.readString(chunk).contains("return`" + element + "`"),
          chunk + " defines " + element);
    }
  }

  @Test
  void no_chunk_but_the_one_that_every_page_loads_holds_anything_commercial() throws Exception {
    for (Path chunk : chunks()) {
      if (!chunk.getFileName().toString().startsWith("generated-flow-imports-")) {
        assertFalse(Files.readString(chunk).contains("cvdlName"), chunk.toString());
      }
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
