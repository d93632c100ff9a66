package dev.pharos.query.syntax;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Parses what nobody would write.
 *
 * <p>{@code -Dpharos.fuzz.seconds=600} does so for longer, {@code -Dpharos.fuzz.seed=7} otherwise.
 */
class ParserFuzzTest {

  private static final long SECONDS = Long.getLong("pharos.fuzz.seconds", 5);
  private static final long SEED = Long.getLong("pharos.fuzz.seed", 20_260_101);

  /** A text of such a length is parsed at once; a parser that tries all ways is not. */
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private static final List<String> SEEDS =
      List.of(
          "sum by (job, \"a b\") (rate({\"http.requests\", code=~\"5..\"}[5m] offset -1h)) > bool 0x1F",
          "histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m] @ end()))) or vector(-1e-3)",
          "max_over_time((a + on (x) group_left (y) b)[1h:5m] @ 1.5 offset step())",
          "topk without (a) (3, -foo ^ 2 ^ -1) unless ignoring (b) bar # comment\n",
          "label_replace(up, \"a\\n\\u00e9\", '$1', `b`, \"(.*)\") == NaN",
          "rate(a[2 * (step() + 30s)] anchored) / ignoring () fill_left (0) fill_right (1) b",
          "limit_ratio(-0.5, a) and count_values(\"v\", +Inf * b) atan2 c % 1d2h3m4s5ms",
          "a </ 5 >/ 3 <= b != 1 >= 2 =~ \"x\"",
          "min_of(1, max_of(range(), step()))",
          "{__name__!~\"\", le=\"0.1\",}[1m:]",
          "absent_over_time(a{b=\"c\"}[4h30m:1m] smoothed)");

  private static final List<String> PIECES =
      List.of(
          "(",
          ")",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "'",
          "`",
          "\\",
          "#",
          "\n",
          "@",
          "offset",
          "by",
          "without",
          "on",
          "ignoring",
          "group_left",
          "group_right",
          "bool",
          "fill",
          "sum",
          "topk",
          "rate",
          "up",
          "1",
          "1m",
          "-",
          "+",
          "*",
          "/",
          "%",
          "^",
          "==",
          "!=",
          "=~",
          "!~",
          "<",
          ">",
          "and",
          "or",
          "unless",
          "atan2",
          "start()",
          "end()",
          "step()",
          "anchored",
          "smoothed",
          "inf",
          "nan",
          "0x",
          "1e",
          "9223372036854775808",
          "\u00e9",
          "\ud83d",
          "\0",
          "time()",
          "info",
          "()",
          "((((",
          "))))",
          "----",
          "[1m:]");

  @Test
  void whatever_is_written_is_parsed_or_refused_with_a_place() throws Exception {
    Random random = new Random(SEED);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    long tried = 0;
    long parsed = 0;
    while (System.nanoTime() < deadline) {
      String query = mutated(random);
      long started = System.nanoTime();
      try {
        parsed += survives(query) ? 1 : 0;
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        throw new AssertionError("seed " + SEED + ", query " + escaped(query), e);
      }
      long took = System.nanoTime() - started;
      assertTrue(took < LONGEST.toNanos(), () -> took + " ns for " + escaped(query));
      tried++;
    }
    System.out.println("seed " + SEED + ": " + tried + " texts, " + parsed + " of them queries");
    assertTrue(parsed > 0 && parsed < tried, parsed + " of " + tried);
  }

  private static boolean survives(String query) {
    Expr expr;
    try {
      expr = Parser.parse(query, Features.ALL);
    } catch (ParseException e) {
      assertTrue(e.getMessage() != null && !e.getMessage().isBlank(), "a reason");
      return false;
    }
    String printed = Printer.print(expr);
    try {
      assertEquals(expr, Parser.parse(printed, Features.ALL), printed);
      String pretty = Prettifier.pretty(expr);
      assertEquals(expr, Parser.parse(pretty, Features.ALL), pretty);
    } catch (ParseException e) {
      throw new AssertionError("printed as " + printed, e);
    }
    return true;
  }

  private static String mutated(Random random) {
    StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), at + random.nextInt(8));
      switch (random.nextInt(6)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> text.insert(at, text.substring(at, to));
        case 3 -> text.insert(at, (char) random.nextInt(0x250));
        case 4 -> {
          String other = SEEDS.get(random.nextInt(SEEDS.size()));
          text.replace(at, text.length(), other.substring(random.nextInt(other.length())));
        }
        default -> text.replace(at, to, " " + PIECES.get(random.nextInt(PIECES.size())) + " ");
      }
    }
    // Queries come as UTF-8, which has no halves of characters.
    return new String(text.toString().getBytes(UTF_8), UTF_8);
  }

  private static String escaped(String query) {
    StringBuilder text = new StringBuilder();
    query
        .chars()
        .forEach(c -> text.append(c < 32 || c > 126 ? "\\u%04x".formatted(c) : "" + (char) c));
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "-", "abs(", "sum(", "a + (", "1 ^ ", "a[", "a[1m:][", "{", "rate(a["})
  @Timeout(10)
  void deep_nesting_ends_with_an_error(String piece) {
    for (int depth : new int[] {500, 5_000, 100_000}) {
      String query = piece.repeat(depth) + "1";
      assertTrue(refused(query) || depth == 500, piece);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a", "-a", "abs(a", "a + (a", "a[1m:]"})
  @Timeout(10)
  void closed_deep_nesting_is_parsed_or_refused(String piece) {
    for (int depth : new int[] {50, 500, 5_000, 50_000}) {
      int brackets = piece.contains("(") ? depth : 0;
      String start = piece.substring(0, piece.length() - (piece.endsWith("a") ? 1 : 0));
      String query =
          piece.endsWith("]")
              ? "a" + "[1m:]".repeat(depth)
              : start.repeat(depth) + "a" + ")".repeat(brackets);
      if (!refused(query)) {
        assertTrue(depth <= 600, piece + " " + depth);
        survives(query);
      }
    }
  }

  private static boolean refused(String query) {
    try {
      Parser.parse(query, Features.ALL);
      return false;
    } catch (ParseException e) {
      return true;
    }
  }
}
