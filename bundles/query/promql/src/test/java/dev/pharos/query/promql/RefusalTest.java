package dev.pharos.query.promql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.api.QueryEngine.Options;
import dev.pharos.query.api.QueryException;
import dev.pharos.query.syntax.ParseException;
import dev.pharos.query.syntax.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Texts that are no queries are refused in the words of the original, with the place it tells.
 *
 * <p>{@code bad-queries.txt} has one a line, in sections; ⏎ stands for the end of a line. Behind a
 * tab stands what Prometheus 3 says where 2.42 says otherwise, for the reason that heads the
 * section; nothing if it takes the text for a query.
 */
class RefusalTest {

  private static final long INSTANT = RandomSeries.START + 3_600_000;
  private static final String OF_PARAMETER = "invalid parameter \"query\": ";

  private record Case(String query, @Nullable String since) {

    static Case of(String line) {
      int tab = line.indexOf('\t');
      String text = line.replace('⏎', '\n');
      return tab < 0
          ? new Case(text, null)
          : new Case(text.substring(0, tab), text.substring(tab + 1));
    }
  }

  private static List<Case> cases(String name) throws IOException {
    try (InputStream file = Objects.requireNonNull(RefusalTest.class.getResourceAsStream(name))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("## "))
          .map(Case::of)
          .toList();
    }
  }

  private static String ours(String query) {
    try {
      Parser.parse(query);
      return "";
    } catch (ParseException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void what_prometheus_says_otherwise_since_then_is_said_so() throws IOException {
    List<String> unlike = new ArrayList<>();
    for (Case one : cases("bad-queries.txt")) {
      if (one.since() != null && !one.since().equals(ours(one.query()))) {
        unlike.add(one.query() + "\n    " + one.since() + "\n    " + ours(one.query()));
      }
    }
    assertEquals("", String.join("\n", unlike));
  }

  @Test
  void prometheus_says_the_same(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Peer.PROGRAM), "Prometheus is not installed");
    List<String> unlike = new ArrayList<>();
    int compared = 0;
    try (Peer peer = Peer.start(folder)) {
      for (Case one : cases("bad-queries.txt")) {
        String error = peer.instant(one.query(), 0).error();
        String theirs = error == null ? "" : error.replace(OF_PARAMETER, "");
        boolean differs = !theirs.equals(ours(one.query()));
        compared++;
        if (differs != (one.since() != null)) {
          unlike.add(
              one.query()
                  + (differs ? "" : "\n    is no different any more")
                  + "\n    theirs: "
                  + theirs
                  + "\n    ours:   "
                  + ours(one.query()));
        }
      }
    }
    assertEquals("", String.join("\n", unlike));
    assertTrue(compared > 1300, "texts compared: " + compared);
  }

  /**
   * Queries that can be read but not evaluated over the series there are; where no series are, they
   * are not looked at.
   */
  @Test
  void prometheus_fails_for_the_same_reasons(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Peer.PROGRAM), "Prometheus is not installed");
    List<RandomSeries.Series> series = RandomSeries.of(new Random(1));
    QueryEngine engine =
        PromqlEngine.over(
            DifferentialTest.stored(series), List.of("promql-experimental-functions"));
    List<String> unlike = new ArrayList<>();
    int failed = 0;
    try (Peer peer = Peer.start(folder)) {
      peer.write(series);
      for (Case one : cases("failing-queries.txt")) {
        Reply theirs =
            peer.instant(
                one.query().replace("double_exponential_smoothing", "holt_winters"), INSTANT);
        String error = theirs.error() == null ? "" : theirs.error();
        String ours = failure(engine, one.query());
        String expected = one.since() == null ? error : one.since();
        failed += error.isEmpty() ? 0 : 1;
        if (!expected.equals(ours) || (one.since() != null && error.equals(one.since()))) {
          unlike.add(one.query() + "\n    theirs: " + error + "\n    ours:   " + ours);
        }
      }
    }
    assertEquals("", String.join("\n", unlike));
    assertTrue(failed > 40, "queries that fail: " + failed);
  }

  private static String failure(QueryEngine engine, String query) {
    try {
      engine.instant(Access.system(), query, INSTANT, Options.DEFAULT);
      return "";
    } catch (QueryException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
