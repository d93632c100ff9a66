package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The lists in {@code docs/parity} say what is done, and each claim names the test that shows it.
 */
class ParityListsTest {

  private static final Pattern TEST_NAME =
      Pattern.compile("\\b([A-Z]\\w*(?:Test|IT|Contract))(?:\\.(\\w+))?");

  /** Tests of what runs in the browser. */
  private static final Pattern SCRIPT_NAME = Pattern.compile("\\b[\\w-]+\\.test\\.m?js\\b");

  private static final Set<String> STATES = Set.of("done", "partial", "not");

  private record Line(Path list, int number, String name, String state, String reason) {
    @Override
    public String toString() {
      return list.getFileName() + ":" + number + ": " + name;
    }
  }

  @Test
  void every_line_has_a_state_and_a_reason() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Line line : lines()) {
      if (!STATES.contains(line.state)) {
        wrong.add(line + ": state is " + line.state + ", expected one of " + STATES);
      }
      if (line.reason.isBlank()) {
        wrong.add(line + ": names neither a test nor what is missing");
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void what_is_done_names_tests_that_exist() throws IOException {
    Map<String, String> sources = testSources();
    List<String> wrong = new ArrayList<>();
    for (Line line : lines()) {
      if (line.state.equals("done")) {
        Matcher scripts = SCRIPT_NAME.matcher(line.reason);
        Matcher names = TEST_NAME.matcher(line.reason);
        if (!names.find() && !scripts.find()) {
          wrong.add(line + ": is done but names no test");
        }
        scripts.reset();
        while (scripts.find()) {
          if (!sources.containsKey(scripts.group())) {
            wrong.add(line + ": there is no test " + scripts.group());
          }
        }
        names.reset();
        while (names.find()) {
          String source = sources.get(names.group(1));
          if (source == null) {
            wrong.add(line + ": there is no test class " + names.group(1));
          } else if (names.group(2) != null
              && !Pattern.compile("\\b" + names.group(2) + "\\b").matcher(source).find()) {
            wrong.add(line + ": " + names.group(1) + " has no test " + names.group(2));
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void nothing_is_in_a_list_twice() throws IOException {
    Set<String> seen = new HashSet<>();
    List<String> twice = new ArrayList<>();
    for (Line line : lines()) {
      if (!seen.add(line.list + " " + line.name)) {
        twice.add(line.toString());
      }
    }
    assertEquals(List.of(), twice);
  }

  @Test
  void there_are_lists_to_check() throws IOException {
    assertFalse(lines().isEmpty());
  }

  private static List<Line> lines() throws IOException {
    List<Line> all = new ArrayList<>();
    try (Stream<Path> lists = Files.list(Repository.root().resolve("docs/parity"))) {
      for (Path list : lists.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
        all.addAll(lines(list));
      }
    }
    return all;
  }

  /** The rows of the tables whose header is {@code | name | state | … |}. */
  private static List<Line> lines(Path list) throws IOException {
    List<Line> rows = new ArrayList<>();
    boolean inside = false;
    List<String> text = Files.readAllLines(list);
    for (int i = 0; i < text.size(); i++) {
      String[] cells = text.get(i).split("(?<!\\\\)\\|", -1);
      if (cells.length < 5) {
        inside = false;
      } else if (cells[1].strip().equals("name") && cells[2].strip().equals("state")) {
        inside = true;
      } else if (inside && !cells[2].strip().startsWith("--")) {
        rows.add(new Line(list, i + 1, cells[1].strip(), cells[2].strip(), cells[3].strip()));
      }
    }
    return rows;
  }

  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (Path module : Repository.modules()) {
      if (!Files.isDirectory(module.resolve("src"))) {
        continue;
      }
      try (Stream<Path> files = Files.walk(module.resolve("src"))) {
        for (Path file : files.filter(ParityListsTest::isTest).toList()) {
          sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
        }
      }
    }
    return sources;
  }

  private static boolean isTest(Path file) {
    String name = file.getFileName().toString();
    return name.matches("[A-Z]\\w*(Test|IT|Contract)\\.java")
        || SCRIPT_NAME.matcher(name).matches();
  }
}
