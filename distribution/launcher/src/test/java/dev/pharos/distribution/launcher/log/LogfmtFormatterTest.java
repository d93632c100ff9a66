package dev.pharos.distribution.launcher.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogfmtFormatterTest {

  @Test
  void a_line_has_time_level_component_and_message() {
    assertEquals(
        "ts=2026-01-02T03:04:05.678Z level=info component=storage.tsdb msg=\"Block written\"\n",
        line(record(Level.INFO, "dev.pharos.storage.tsdb.Compactor", "Block written")));
  }

  @Test
  void a_whole_second_has_its_three_zeros() {
    LogRecord record = record(Level.INFO, "x", "m");
    record.setInstant(Instant.parse("2026-01-02T03:04:05Z"));

    assertTrue(line(record).startsWith("ts=2026-01-02T03:04:05.000Z "));
  }

  @Test
  void quotes_line_ends_and_control_characters_are_escaped() {
    assertTrue(
        line(record(Level.INFO, "x", "a \"b\"\\\n\tc\u0001"))
            .endsWith("msg=\"a \\\"b\\\"\\\\\\n\\tc\\u0001\"\n"));
  }

  @Test
  void levels_have_Prometheus_s_names() {
    assertEquals("debug", Event.level(Level.FINE));
    assertEquals("info", Event.level(Level.INFO));
    assertEquals("warn", Event.level(Level.WARNING));
    assertEquals("error", Event.level(Level.SEVERE));
  }

  @Test
  void the_component_is_the_package_without_our_prefix() {
    assertEquals("query.promql", Event.component("dev.pharos.query.promql.Engine"));
    assertEquals("query.promql", Event.component("dev.pharos.query.promql.Engine.Run"));
    assertEquals("http.server", Event.component("dev.pharos.http.server"));
    assertEquals("org.eclipse.jetty.server", Event.component("org.eclipse.jetty.server.Server"));
    assertEquals("jvm", Event.component(null));
  }

  @Test
  void placeholders_are_filled_in() {
    LogRecord record = record(Level.INFO, "x", "{0} of {1}");
    record.setParameters(new Object[] {1, 2});

    assertTrue(line(record).endsWith("msg=\"1 of 2\"\n"));
  }

  @Test
  void a_failure_tells_its_causes_and_a_mere_wrapper_is_left_out() {
    var cause = new IllegalStateException("no disk");

    assertEquals(
        "java.io.IOException: writing: java.lang.IllegalStateException: no disk",
        Event.causes(new java.io.IOException("writing", cause)));
    assertEquals(
        "java.lang.IllegalStateException: no disk", Event.causes(new RuntimeException(cause)));
  }

  @Test
  void an_error_carries_its_stack_on_the_same_line_and_a_warning_does_not() {
    LogRecord error = record(Level.SEVERE, "x", "m");
    error.setThrown(new IllegalStateException("why"));
    LogRecord warning = record(Level.WARNING, "x", "m");
    warning.setThrown(new IllegalStateException("why"));

    assertEquals(1, line(error).lines().count());
    assertTrue(line(error).contains(" stack=\"java.lang.IllegalStateException: why\\n"));
    assertFalse(line(warning).contains("stack="));
    assertTrue(line(warning).contains("err=\"java.lang.IllegalStateException: why\""));
  }

  @Test
  void the_same_fields_make_a_json_object() {
    var json =
        JsonParser.parseString(
                new JsonFormatter().format(record(Level.WARNING, "dev.pharos.a.B", "say \"no\"")))
            .getAsJsonObject();

    assertEquals("warn", json.get("level").getAsString());
    assertEquals("a", json.get("component").getAsString());
    assertEquals("say \"no\"", json.get("msg").getAsString());
  }

  private static String line(LogRecord record) {
    return new LogfmtFormatter().format(record);
  }

  private static LogRecord record(Level level, String logger, String message) {
    LogRecord record = new LogRecord(level, message);
    record.setLoggerName(logger);
    record.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    return record;
  }
}
