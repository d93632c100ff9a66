package dev.pharos.exposition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pharos.exposition.ExpositionReader.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that others hold their readers to. */
class ConformanceTest {

  private static final String FOLDER = System.getenv().getOrDefault("PHAROS_CONFORMANCE", "");

  static Stream<Path> cases() throws IOException {
    assumeTrue(!FOLDER.isEmpty(), "PHAROS_CONFORMANCE is not set");
    try (Stream<Path> folders = Files.list(Path.of(FOLDER, "openmetrics"))) {
      return folders.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void openmetrics_parses_what_it_should_and_refuses_the_rest(Path folder) throws IOException {
    byte[] text = Files.readAllBytes(folder.resolve("metrics"));
    boolean shouldParse =
        Files.readString(folder.resolve("test.json")).contains("\"shouldParse\": true");

    if (shouldParse) {
      OpenMetricsRules.check(text, 0, text.length);
    } else {
      assertThrows(ExpositionException.class, () -> OpenMetricsRules.check(text, 0, text.length));
    }
  }

  @Test
  void the_expositions_of_tutorials_parse() throws IOException {
    assumeTrue(!FOLDER.isEmpty(), "PHAROS_CONFORMANCE is not set");
    for (int i = 1; i <= 3; i++) {
      Path file = Path.of(FOLDER, "quickstart", "exposition-" + i + ".txt");
      assertTrue(read(file, ExpositionFormat.TEXT).values().stream().mapToInt(n -> n).sum() > 0);
    }
  }

  @Test
  void large_expositions_parse_to_the_last_line() throws IOException {
    assumeTrue(!FOLDER.isEmpty(), "PHAROS_CONFORMANCE is not set");
    Path folder = Path.of(FOLDER, "textparse");
    for (var file : List.of("1histogram.om.txt", "alltypes.5mfs.om.txt")) {
      assertAllLinesRead(folder.resolve(file), ExpositionFormat.OPENMETRICS);
    }
    for (var file : List.of("alltypes.237mfs.nometa.prom.txt", "alltypes.237mfs.prom.txt")) {
      assertAllLinesRead(folder.resolve(file), ExpositionFormat.TEXT);
    }
  }

  private static void assertAllLinesRead(Path file, ExpositionFormat format) throws IOException {
    List<String> lines = Files.readAllLines(file);
    long samples = lines.stream().filter(line -> !line.isBlank() && !line.startsWith("#")).count();
    long help = lines.stream().filter(line -> line.startsWith("# HELP ")).count();

    Map<Entry, Integer> read = read(file, format);

    assertEquals(samples, read.getOrDefault(Entry.SERIES, 0).longValue(), file.toString());
    assertEquals(help, read.getOrDefault(Entry.HELP, 0).longValue(), file.toString());
  }

  private static Map<Entry, Integer> read(Path file, ExpositionFormat format) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ExpositionReader reader = ExpositionReader.of(format);
    reader.reset(bytes, 0, bytes.length);
    Map<Entry, Integer> entries = new EnumMap<>(Entry.class);
    for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
      entries.merge(entry, 1, Integer::sum);
      if (entry == Entry.SERIES) {
        assertTrue(!reader.labels().metricName().isEmpty(), "line " + reader.line());
      }
    }
    return entries;
  }
}
