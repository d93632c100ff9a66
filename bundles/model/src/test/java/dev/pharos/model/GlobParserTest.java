package dev.pharos.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GlobParserTest {

  private static final List<String> PIECES =
      List.of(
          "a", "b", "ab", "ba", "\\.", ".", ".*", ".+", ".*?", ".+?", "|", "(", ")", "(?:", "[ab]",
          "[^a]", "[a-c]", "[a-]", "[]a]", "?", "??", "*", "+", "^", "$", "{2}", "{", "\\d", "\\",
          "(?i)", "\n", "ü");

  private static Optional<Set<String>> words(String pattern) {
    return GlobParser.parse(pattern)
        .filter(globs -> globs.stream().allMatch(Glob::isWord))
        .map(globs -> globs.stream().map(Glob::first).collect(Collectors.toSet()));
  }

  private static boolean isReadable(String pattern) {
    return GlobParser.parse(pattern).isPresent();
  }

  @Test
  void words_and_their_alternatives_are_read() {
    assertEquals(Optional.of(Set.of("GET", "POST")), words("GET|POST"));
    assertEquals(
        Optional.of(Set.of("node_memory_Free_bytes", "node_memory_Cached_bytes")),
        words("node_memory_(Free|Cached)_bytes"));
    assertEquals(Optional.of(Set.of("eth0", "eth1", "lo")), words("^(?:eth[01]|lo)$"));
    assertEquals(Optional.of(Set.of("http", "https")), words("https?"));
    assertEquals(Optional.of(Set.of("10.0.0.1:9100")), words("10\\.0\\.0\\.1:9100"));
    assertEquals(Optional.of(Set.of("")), words(""));
  }

  @Test
  void what_counts_or_folds_is_left_to_an_automaton() {
    for (String pattern :
        List.of(
            "a*", "(ab)+", "a{2}", "[^a]", "\\d", "(?i)a", ".", "..", ".+.+", "(^a)", "a^b",
            "a.*+")) {
      assertFalse(isReadable(pattern), pattern);
    }
  }

  @Test
  void what_multiplies_beyond_measure_is_left_to_an_automaton() {
    assertTrue(isReadable("[0-9][0-9]"));
    assertFalse(isReadable("[0-9][0-9][0-9]"));
    assertFalse(isReadable("(".repeat(50_000) + ")".repeat(50_000)));
    assertFalse(isReadable(".*a".repeat(50_000)));
  }

  @Test
  void a_long_list_of_words_stays_a_list() {
    Set<String> many =
        IntStream.range(0, 5_000).mapToObj(i -> "host-" + i).collect(Collectors.toSet());
    assertEquals(Optional.of(many), words(String.join("|", many)));
    assertEquals(Optional.of(many), words("(" + String.join("|", many) + ")"));
  }

  /** Of every pattern that is read, the globs say what RE2's automaton says. */
  @Test
  void globs_agree_with_the_automaton() {
    Random random = new Random(11);
    int read = 0;
    for (int i = 0; i < 40_000; i++) {
      String pattern =
          random
              .ints(1 + random.nextInt(7), 0, PIECES.size())
              .mapToObj(PIECES::get)
              .collect(Collectors.joining());
      if (!isReadable(pattern)) {
        continue;
      }
      read++;
      Pattern automaton = Pattern.compile("^(?s:" + pattern + ")$");
      Regex regex = Regex.compile(pattern);
      for (int j = 0; j < 40; j++) {
        String text = text(random);
        assertEquals(automaton.matches(text), regex.matches(text), pattern + " on " + text);
        assertTrue(
            !automaton.matches(text) || text.startsWith(regex.prefix()), pattern + " on " + text);
      }
    }
    assertTrue(read > 3_000, "only " + read + " patterns were read");
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(7), 0, 7)
        .mapToObj(i -> "ab.c\nü-".substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
