package dev.pharos.distribution.launcher.flags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {

  @Test
  void a_value_follows_an_equals_sign_or_is_the_next_word() throws UsageException {
    assertEquals(
        "30d", parse("--storage.tsdb.retention.time=30d").text("storage.tsdb.retention.time"));
    assertEquals(
        "30d", parse("--storage.tsdb.retention.time", "30d").text("storage.tsdb.retention.time"));
  }

  @Test
  void a_value_may_hold_equals_signs() throws UsageException {
    assertEquals(
        "http://x/?a=b", parse("--web.external-url=http://x/?a=b").text("web.external-url"));
  }

  @Test
  void a_boolean_is_on_by_its_name_and_off_with_no_before_it() throws UsageException {
    assertTrue(parse("--web.enable-lifecycle").isOn("web.enable-lifecycle"));
    assertFalse(parse("--no-web.console").isOn("web.console"));
    assertFalse(parse("--web.console=false").isOn("web.console"));
  }

  @Test
  void a_boolean_does_not_take_the_next_word() throws UsageException {
    assertEquals("unexpected yes", fault("--web.enable-lifecycle", "yes"));
  }

  @Test
  void a_flag_that_repeats_keeps_all_values_in_order() throws UsageException {
    FlagValues flags =
        parse("--web.listen-address=127.0.0.1:1", "--web.listen-address", "127.0.0.1:2");

    assertEquals(List.of("127.0.0.1:1", "127.0.0.1:2"), flags.texts("web.listen-address"));
  }

  @Test
  void any_other_flag_given_twice_is_refused() {
    assertEquals(
        "flag 'query.timeout' cannot be repeated",
        fault("--query.timeout=1m", "--query.timeout=2m"));
  }

  @Test
  void what_is_absent_has_its_default() throws UsageException {
    FlagValues flags = parse();

    assertEquals("data/", flags.text("storage.tsdb.path"));
    assertEquals(List.of("127.0.0.1:9090"), flags.texts("web.listen-address"));
    assertEquals("", flags.text("web.external-url"));
    assertFalse(flags.isGiven("storage.tsdb.path"));
  }

  @Test
  void words_that_are_no_flags_are_named() {
    assertEquals("unknown long flag '--storage.path'", fault("--storage.path"));
    assertEquals("unknown long flag '--no-storage.tsdb.path'", fault("--no-storage.tsdb.path"));
    assertEquals("unknown short flag '-x'", fault("-x"));
    assertEquals("unexpected serve", fault("serve"));
  }

  @Test
  void a_flag_without_its_value_is_named() {
    assertEquals("expected argument for flag '--config.file'", fault("--config.file"));
    assertEquals(
        "expected argument for flag '--config.file'", fault("--config.file", "--log.level=warn"));
  }

  @Test
  void a_value_of_another_kind_is_refused_with_an_example() {
    assertEquals(
        "--query.timeout is 'soon'; write a duration such as 15s, 5m, 2h or 30d",
        fault("--query.timeout=soon"));
    assertEquals(
        "--query.max-concurrency is 'many'; write a whole number such as 20",
        fault("--query.max-concurrency=many"));
    assertEquals(
        "--storage.tsdb.retention.size is '5'; write a size such as 512MB or 20GB",
        fault("--storage.tsdb.retention.size=5"));
    assertEquals(
        "enum value must be one of debug,info,warn,error, got 'loud'", fault("--log.level=loud"));
  }

  @Test
  void durations_may_have_several_units() throws UsageException {
    for (String duration : List.of("1h30m", "90s", "100ms", "1y2w3d", "0s", "0")) {
      assertEquals(duration, parse("--query.timeout=" + duration).text("query.timeout"));
    }
  }

  @Test
  void arguments_are_read_from_a_file_behind_an_at_sign(@TempDir Path dir)
      throws IOException, UsageException {
    Path file = Files.writeString(dir.resolve("args"), "# two\n--log.level\nwarn\n");

    assertEquals("warn", parse("@" + file).text("log.level"));
  }

  @Test
  void what_would_leave_the_server_open_if_passed_over_is_refused() {
    assertEquals(
        "--web.config.file cannot be heeded: this version has no TLS and no users from a file, so"
            + " it would stand open",
        fault("--web.config.file=web.yml"));
  }

  @Test
  void flags_that_nothing_heeds_yet_are_told_apart() throws UsageException {
    FlagValues flags = parse("--web.page-title=Mine", "--query.timeout=1m", "--auto-gomaxprocs");

    assertEquals(List.of("--web.page-title"), flags.withoutEffect());
  }

  private static FlagValues parse(String... arguments) throws UsageException {
    return CommandLine.parse(List.of(arguments));
  }

  private static String fault(String... arguments) {
    String message = assertThrows(UsageException.class, () -> parse(arguments)).getMessage();
    return message == null ? "" : message;
  }
}
