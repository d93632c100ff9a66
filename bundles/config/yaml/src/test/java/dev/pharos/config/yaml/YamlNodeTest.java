package dev.pharos.config.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.ConfigProblem;
import dev.pharos.config.api.Secret;
import dev.pharos.config.api.SourcePosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlNodeTest {

  private static ConfigNode node(String yaml) {
    return Reading.of(YamlText.read("f.yml", Path.of("/etc"), yaml), new YamlParser()).root();
  }

  private static List<String> problems(ConfigNode node) {
    return node.problems().stream().map(ConfigProblem::toString).toList();
  }

  @Test
  void values_are_read_by_the_type_that_is_asked_for() {
    ConfigNode node =
        node(
            """
            text: hello
            quoted: "5m"
            flag: true
            count: 1_000
            hex: 0x10
            part: 0.5
            time: 1h30m
            size: 1.5KB
            list: [a, 1]
            map: {k: v, n: 1}
            nested: {x: y}
            many: [{x: 1}, {x: 2}]
            """);

    assertEquals("hello", node.text("text", ""));
    assertEquals("5m", node.requiredText("quoted"));
    assertTrue(node.flag("flag", false));
    assertEquals(1000, node.integer("count", 0));
    assertEquals(16, node.integer("hex", 0));
    assertEquals(0.5, node.number("part", 0));
    assertEquals(Optional.of(Duration.ofMinutes(90)), node.duration("time"));
    assertEquals(1536, node.bytes("size", 0));
    assertEquals(List.of("a", "1"), node.texts("list"));
    assertEquals(Map.of("k", "v", "n", "1"), node.textMap("map"));
    assertEquals("y", node.section("nested").orElseThrow().text("x", ""));
    assertEquals(
        List.of("1", "2"),
        node.sections("many").stream().map(entry -> entry.text("x", "")).toList());
    assertEquals(List.of(), node.problems());
  }

  @Test
  void what_is_absent_or_null_gives_the_fallback() {
    ConfigNode node = node("none:\ntilde: ~\nword: null\n");

    assertEquals("x", node.text("none", "x"));
    assertEquals("x", node.text("tilde", "x"));
    assertEquals("x", node.text("word", "x"));
    assertEquals("x", node.text("missing", "x"));
    assertEquals(List.of(), node.sections("missing"));
    assertTrue(node.has("none"));
    assertEquals(List.of(), node.problems());
  }

  @Test
  void everything_that_is_wrong_is_told_at_once_with_its_place() {
    ConfigNode node =
        node("flag: maybe\ncount: many\ntime: 5 minutes\nsize: 100\nlist: a\nmap: [1]\ntext: {}\n");
    node.flag("flag", false);
    node.integer("count", 0);
    node.duration("time");
    node.bytes("size", 0);
    node.texts("list");
    node.section("map");
    node.text("text");

    assertEquals(
        List.of(
            "f.yml:1:7: flag: found maybe, expected true or false; write true or false",
            "f.yml:2:8: count: found many, expected an integer; write a number such as 10",
            "f.yml:3:7: time: not a valid duration string: \"5 minutes\"; write a number and a"
                + " unit, the largest first, such as 1h30m, 15s or 250ms",
            "f.yml:4:7: size: not a valid size: 100; write a number and a unit, such as 512MB or"
                + " 1.5GB",
            "f.yml:5:7: list: found the text \"a\", expected a list; write - before each value, or"
                + " [a, b]",
            "f.yml:6:6: map: found a list, expected a mapping; write key: value, indented",
            "f.yml:7:7: text: found a mapping, expected a single value; write one value behind the"
                + " colon"),
        problems(node));
  }

  @Test
  void a_key_nobody_asked_for_is_refused_with_the_nearest_known_one() {
    ConfigNode node = node("jobs:\n  - scrape_intervall: 5s\n    xyz: 1\n");
    ConfigNode job = node.sections("jobs").getFirst();
    job.duration("scrape_interval");
    job.refuseUnknown();

    assertEquals(
        List.of(
            "f.yml:2:5: jobs[0].scrape_intervall: field scrape_intervall not found: no such"
                + " setting here; did you mean scrape_interval?",
            "f.yml:3:5: jobs[0].xyz: field xyz not found: no such setting here; remove it"),
        problems(node));
  }

  @Test
  void readers_of_one_mapping_share_what_is_known_of_it() {
    ConfigNode root = node("global: {a: 1, b: 2}");
    root.section("global").orElseThrow().text("a");
    ConfigNode again = root.section("global").orElseThrow();
    again.text("b");
    again.refuseUnknown();

    assertEquals(List.of(), root.problems());
  }

  @Test
  void an_entry_without_content_is_a_problem_in_the_words_of_its_reader() {
    ConfigNode node = node("rules:\n  -\n");
    node.sections("rules", "relabeling rule");

    assertEquals(
        List.of(
            "f.yml:2:4: rules[0]: empty or null relabeling rule; write its settings, or remove the"
                + " dash"),
        problems(node));
  }

  @Test
  void one_problem_found_by_two_readers_is_told_once() {
    ConfigNode node = node("time: x");
    node.duration("time");
    node.duration("time");

    assertEquals(1, node.problems().size());
  }

  @Test
  void positions_are_those_of_the_values() {
    ConfigNode node = node("a:\n  b: [1, {c: 2}]\nempty:\n");

    assertEquals(new SourcePosition("f.yml", 2, 3), node.positionOf("a"));
    assertEquals(new SourcePosition("f.yml", 3, 1), node.positionOf("empty"));
    assertEquals(new SourcePosition("f.yml", 1, 1), node.positionOf("missing"));
  }

  @Nested
  class A_secret {

    @TempDir Path dir;

    @Test
    void is_never_printed() throws IOException {
      Secret secret = node("password: hush").secret("password").orElseThrow();

      assertEquals("hush", secret.reveal());
      assertEquals("<secret>", secret.toString());
    }

    @Test
    void in_a_file_is_read_when_it_is_used() throws IOException {
      Path file = dir.resolve("pw");
      Secret secret =
          Reading.of(YamlText.read("f.yml", dir, "password_file: pw"), new YamlParser())
              .root()
              .secret("password")
              .orElseThrow();
      assertThrows(NoSuchFileException.class, secret::reveal);

      Files.writeString(file, "one\n");
      assertEquals("one", secret.reveal());
      Files.writeString(file, "two\n");
      assertEquals("two", secret.reveal());
    }

    @Test
    void cannot_stand_in_two_places() {
      ConfigNode node = node("password: a\npassword_file: b\n");
      node.secret("password");

      assertEquals(
          List.of(
              "f.yml:1:11: password: at most one of password & password_file must be configured;"
                  + " keep one of the two"),
          problems(node));
    }
  }

  @Nested
  class Text_that_is_no_yaml {

    @Test
    void is_told_with_its_place_and_a_remedy() {
      assertEquals(
          List.of(
              "f.yml:2:1: YAML: while scanning for the next token, found character '\\t(TAB)' that"
                  + " cannot start any token. (Do not use \\t(TAB) for indentation); indent with"
                  + " spaces, YAML allows no tabs"),
          problems(node("a:\n\tb: 1\n")));
    }

    @Test
    void may_be_no_utf_8() {
      byte[] bytes = "a: 1\nb: x\n".getBytes(StandardCharsets.ISO_8859_1);
      bytes[8] = (byte) 0xff;
      var outcome = YamlText.read("f.yml", Path.of(""), bytes);

      assertEquals(
          "f.yml:2:4: file: these bytes are not UTF-8; save the file with UTF-8 encoding",
          outcome.problems().getFirst().toString());
    }

    @Test
    void may_hold_a_key_twice() {
      assertEquals(
          List.of("f.yml:3:1: a: field a already set, in line 1; keep one of the two"),
          problems(node("a: 1\nb: 2\na: 3\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [", "a: 'x", "a: b: c", "- a\nb: c", "{a: b", "a: *b", "%", "@"})
    void never_makes_reading_throw(String yaml) {
      assertEquals(1, node(yaml).problems().size());
    }

    @Test
    void may_be_nested_beyond_all_measure() {
      assertEquals(1, node("[".repeat(200_000)).problems().size());
    }

    @Test
    void may_mean_more_than_it_says() {
      StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
      for (int i = 1; i < 40; i++) {
        bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
      }

      assertTrue(
          problems(node(bomb.toString())).getFirst().contains("expand to more than"),
          "a bomb went through");
    }
  }

  @Test
  void anchors_are_followed_and_merged_keys_give_way_to_written_ones() {
    ConfigNode node =
        node(
            """
            base: &base {interval: 5s, path: /x}
            job:
              <<: *base
              path: /y
            """);
    ConfigNode job = node.section("job").orElseThrow();

    assertEquals("5s", job.text("interval", ""));
    assertEquals("/y", job.text("path", ""));
    assertEquals(List.of(), node.problems());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "10B, 10",
    "1KB, 1024",
    "1KiB, 1024",
    "15MB, 15728640",
    "1.5GB, 1610612736",
    "1MB512KB, 1572864",
    "-1GB, -1073741824"
  })
  void sizes_count_in_powers_of_1024(String text, long bytes) {
    assertEquals(Optional.of(bytes), SizeText.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"100", "1K", "MB", "1 MB", "", "1XB", "1MB!", "99999999999EB"})
  void what_is_no_size_is_refused(String text) {
    assertEquals(Optional.empty(), SizeText.parse(text));
  }

  @Test
  void environment_variables_are_filled_in_as_in_a_shell() {
    var environment = Map.of("TEST", "value");

    assertEquals(
        List.of("foo", "value", "foovaluebar", "foo${TEST}", "foo$bar", "x", "value-", "$"),
        List.of(
                "foo",
                "${TEST}",
                "foo${TEST}bar",
                "foo$${TEST}",
                "foo$$bar",
                "x$MISSING",
                "$TEST-",
                "$")
            .stream()
            .map(
                text ->
                    EnvironmentVariables.expand(text, name -> environment.getOrDefault(name, "")))
            .toList());
  }
}
