package dev.pharos.query.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Queries that people use: those of dashboards, of alerting rules and of tutorials. */
class FoundQueriesTest {

  /** What a dashboard's variables stand for, the longer names first. */
  private static final List<Map.Entry<String, String>> VARIABLES =
      List.of(
          Map.entry("\\$\\{?__rate_interval(?:_ms)?}?", "5m"),
          Map.entry("\\$\\{?__interval(?:_ms)?}?", "1m"),
          Map.entry("\\$\\{?__range(?:_s|_ms)?}?", "1h"),
          Map.entry("\\$\\{[A-Za-z_]\\w*(?::\\w+)?}|\\$[A-Za-z_]\\w*|\\[\\[\\w+]]", "v"));

  private static Path folder(String name) {
    String conformance = System.getenv("PHAROS_CONFORMANCE");
    assumeTrue(conformance != null, "PHAROS_CONFORMANCE is not set");
    Path folder = Path.of(conformance).resolve(name).normalize();
    assumeTrue(Files.isDirectory(folder), folder + " is not there");
    return folder;
  }

  private static List<Path> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  @Test
  void dashboards_queries_are_read_and_written() throws Exception {
    List<String> queries = new ArrayList<>();
    for (Path file : files(folder("../dashboards"), ".json")) {
      collect(JsonParser.parseString(Files.readString(file)), queries);
    }
    check(queries, 800);
  }

  private static void collect(JsonElement element, List<String> queries) {
    if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(one -> collect(one, queries));
    } else if (element.isJsonObject()) {
      element
          .getAsJsonObject()
          .entrySet()
          .forEach(
              entry -> {
                JsonElement value = entry.getValue();
                boolean text = value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
                if (entry.getKey().equals("expr") && text && !value.getAsString().isBlank()) {
                  queries.add(substituted(value.getAsString()));
                }
                collect(value, queries);
              });
    }
  }

  private static String substituted(String query) {
    String text = query;
    for (Map.Entry<String, String> variable : VARIABLES) {
      text = text.replaceAll(variable.getKey(), variable.getValue());
    }
    return text;
  }

  @Test
  void rules_queries_are_read_and_written() throws Exception {
    List<String> queries = new ArrayList<>();
    List<Path> files = new ArrayList<>(files(folder("rules-corpus/rules"), ".yml"));
    files.add(folder("quickstart").resolve("alerts.yml"));
    for (Path file : files) {
      collect(
          new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)), queries);
    }
    check(queries, 300);
  }

  private static void collect(Object node, List<String> queries) {
    if (node instanceof List<?> list) {
      list.forEach(one -> collect(one, queries));
    } else if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (key.equals("expr")) {
              queries.add(value.toString());
            } else {
              collect(value, queries);
            }
          });
    }
  }

  @Test
  void tutorials_queries_are_read_and_written() throws Exception {
    check(Files.readAllLines(folder("quickstart").resolve("queries.promql")), 10);
  }

  private static void check(List<String> queries, int atLeast) {
    assertTrue(queries.size() >= atLeast, "found only " + queries.size());
    List<String> refused = new ArrayList<>();
    for (String query : queries) {
      try {
        Expr expr = Parser.parse(query, Features.STABLE);
        assertEquals(expr, Parser.parse(Printer.print(expr), Features.STABLE), query);
        assertEquals(expr, Parser.parse(Prettifier.pretty(expr), Features.STABLE), query);
      } catch (ParseException e) {
        refused.add(query + "\n    " + e.getMessage());
      }
    }
    assertEquals("", String.join("\n", refused));
  }
}
