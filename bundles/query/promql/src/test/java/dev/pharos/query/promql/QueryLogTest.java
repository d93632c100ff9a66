package dev.pharos.query.promql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pharos.config.api.ConfigSection;
import dev.pharos.config.yaml.ConfigCheck;
import dev.pharos.identity.api.Access;
import dev.pharos.query.api.QueryEngine.Options;
import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryOrigin;
import dev.pharos.query.promql.column.Dialect;
import dev.pharos.storage.memory.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryLogTest {

  @TempDir Path dir;

  private final QueryLog log = new QueryLog();
  private final PromqlEngine engine =
      new PromqlEngine(
          new MemoryStorage(),
          PromqlEngine.Limits.DEFAULT,
          Dialect.STABLE,
          InstantSource.fixed(Instant.ofEpochMilli(1_600_000_000_123L)),
          new PromqlEngine.Notes(log, ActiveQueryFile.NONE));

  /** What is wrong with a file; if nothing is, it is in force now. */
  private List<String> load(String text) throws IOException {
    Path file = Files.writeString(dir.resolve("prometheus.yml"), text);
    List<Runnable> steps = new ArrayList<>();
    ConfigSection remembering =
        root -> {
          Runnable step = log.check(root);
          steps.add(step);
          return step;
        };
    List<String> problems =
        ConfigCheck.prometheus(file, Map.of("global", remembering)).problems().stream()
            .map(problem -> problem.setting() + ": " + problem.fault())
            .toList();
    if (problems.isEmpty()) {
      steps.forEach(Runnable::run);
    }
    return problems;
  }

  private void ask(String query) throws QueryException {
    engine.instant(Access.system(), query, 1_600_000_000_000L, Options.DEFAULT);
  }

  /** The queries in a log, which is complete once it has been closed. */
  private static List<String> queries(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .map(line -> line.getAsJsonObject("params").get("query").getAsString())
        .toList();
  }

  @Test
  void a_line_has_what_the_original_s_has() throws Exception {
    assertEquals(List.of(), load("global: {query_log_file: query.log}\n"));
    engine.range(
        Access.system(),
        "1 < bool 2 # é",
        1_600_000_000_000L,
        1_600_000_060_500L,
        15_500,
        Options.DEFAULT.from(
            new QueryOrigin.Request("127.0.0.1", "GET", "/prom/api/v1/query_range")));
    log.close();

    String text = Files.readString(dir.resolve("query.log"));
    assertTrue(
        text.startsWith(
            "{\"time\":\"2020-09-13T12:26:40.123Z\",\"level\":\"INFO\","
                + "\"msg\":\"promql query logged\",\"params\":{"
                + "\"end\":\"2020-09-13T12:27:40.500Z\",\"query\":\"1 < bool 2 # é\","
                + "\"start\":\"2020-09-13T12:26:40.000Z\",\"step\":15},\"stats\":{\"timings\":{"),
        text);
    assertTrue(
        text.endsWith(
            "\"samples\":{\"totalQueryableSamples\":0,\"samplesRead\":0,\"peakSamples\":"
                + peak(text)
                + "}},\"spanID\":\"0000000000000000\",\"httpRequest\":{\"clientIP\":\"127.0.0.1\","
                + "\"method\":\"GET\",\"path\":\"/prom/api/v1/query_range\"},"
                + "\"ts\":\"2020-09-13T12:26:40.123Z\"}\n"),
        text);
    JsonObject timings =
        JsonParser.parseString(text)
            .getAsJsonObject()
            .getAsJsonObject("stats")
            .getAsJsonObject("timings");
    assertEquals(
        List.of(
            "evalTotalTime",
            "resultSortTime",
            "queryPreparationTime",
            "innerEvalTime",
            "execQueueTime",
            "execTotalTime"),
        List.copyOf(timings.keySet()));
    assertTrue(timings.get("execTotalTime").getAsDouble() > 0);
  }

  private static long peak(String line) {
    return JsonParser.parseString(line)
        .getAsJsonObject()
        .getAsJsonObject("stats")
        .getAsJsonObject("samples")
        .get("peakSamples")
        .getAsLong();
  }

  @Test
  void a_query_that_fails_is_logged_with_its_error_and_one_that_does_not_parse_is_not()
      throws Exception {
    load("global: {query_log_file: query.log}\n");
    assertThrows(QueryException.class, () -> ask("1 +"));
    assertThrows(
        QueryException.class,
        () ->
            engine.instant(
                Access.system(),
                "label_replace(vector(1), \"a\", \"\", \"\", \"(\") > Inf",
                0,
                Options.DEFAULT.from(new QueryOrigin.RuleGroup("rules.yml", "g"))));
    log.close();

    List<String> lines = Files.readAllLines(dir.resolve("query.log"));
    assertEquals(1, lines.size());
    JsonObject line = JsonParser.parseString(lines.getFirst()).getAsJsonObject();
    assertTrue(line.get("error").getAsString().contains("regular expression"), lines.getFirst());
    assertEquals(
        JsonParser.parseString("{\"file\":\"rules.yml\",\"name\":\"g\"}"), line.get("ruleGroup"));
  }

  @Test
  void a_reload_begins_it_changes_it_and_ends_it() throws Exception {
    ask("1");
    load("global: {query_log_file: a.log}\n");
    ask("2");
    load("global: {query_log_file: sub.log}\n");
    ask("3");
    load("global: {}\n");
    assertFalse(log.isOpen());
    ask("4");

    assertEquals(List.of("2"), queries(dir.resolve("a.log")));
    assertEquals(List.of("3"), queries(dir.resolve("sub.log")));
  }

  @Test
  void a_reload_begins_a_new_file_where_the_old_one_was_moved_away() throws Exception {
    load("global: {query_log_file: query.log}\n");
    ask("1");
    Files.move(dir.resolve("query.log"), dir.resolve("query.log.1"));
    load("global: {query_log_file: query.log}\n");
    ask("2");
    log.close();

    assertEquals(List.of("1"), queries(dir.resolve("query.log.1")));
    assertEquals(List.of("2"), queries(dir.resolve("query.log")));
  }

  @Test
  void a_file_that_cannot_be_opened_refuses_the_reload_and_changes_nothing() throws Exception {
    load("global: {query_log_file: query.log}\n");

    Path missing = dir.resolve("missing");
    assertEquals(
        List.of(
            "global.query_log_file: the query log "
                + missing.resolve("query.log")
                + " cannot be made, since there is no directory "
                + missing),
        load("global: {query_log_file: missing/query.log}\n"));
    Files.createDirectory(missing);
    assertEquals(
        List.of("global.query_log_file: the query log " + missing + " is a directory"),
        load("global: {query_log_file: missing}\n"));
    ask("1");
    log.close();

    assertEquals(List.of("1"), queries(dir.resolve("query.log")));
  }

  @Test
  void a_full_disk_is_counted_and_holds_nothing_up() throws Exception {
    Path full = Path.of("/dev/full");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.isWritable(full));
    load("global: {query_log_file: /dev/full}\n");
    for (int i = 0; i < 20_000; i++) {
      ask("1");
    }
    log.close();

    assertEquals(20_000, log.lost());
  }
}
