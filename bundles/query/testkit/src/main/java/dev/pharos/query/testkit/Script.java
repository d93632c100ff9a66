package dev.pharos.query.testkit;

import dev.pharos.model.Labels;
import dev.pharos.query.syntax.Durations;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.ParseException;
import dev.pharos.query.syntax.Parser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A test in the language of Prometheus's query tests: {@code load} series, {@code eval} queries,
 * {@code clear}; the older words {@code eval_fail}, {@code eval_warn}, {@code eval_info}, {@code
 * eval_ordered} and {@code expected_fail_message} among them.
 */
public final class Script {

  private static final Pattern LOAD = Pattern.compile("load(_with_nhcb)?\\s+(\\S+)");
  private static final Pattern INSTANT =
      Pattern.compile("eval(?:_(fail|warn|info|ordered))?\\s+instant\\s+(?:at\\s+(\\S+)\\s+)?(.*)");
  private static final Pattern RANGE =
      Pattern.compile(
          "eval(?:_(fail|warn|info))?\\s+range\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)"
              + "\\s+(.*)");
  private static final Pattern EXPECT =
      Pattern.compile(
          "expect\\s+(fail|warn|no_warn|info|no_info|ordered)(?:\\s+(msg|regex):\\s*(.*))?");
  private static final Pattern EXPECT_STRING = Pattern.compile("expect\\s+string\\s+(.+)");
  private static final Pattern EXPECT_RANGE =
      Pattern.compile(
          "expect\\s+range\\s+vector\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)");
  private static final Pattern FAIL_MESSAGE = Pattern.compile("expected_fail_message\\s+(.+)");
  private static final Pattern FAIL_REGEX = Pattern.compile("expected_fail_regexp\\s+(.+)");

  private final List<String> lines;
  private final List<Command> commands = new ArrayList<>();
  private int position;

  private Script(String text) {
    this.lines = text.lines().toList();
  }

  /**
   * Reads a script.
   *
   * @throws ScriptException at the first line that is not understood
   */
  public static Script parse(String text) throws ScriptException {
    Script script = new Script(text);
    while (script.position < script.lines.size()) {
      script.command();
    }
    return script;
  }

  List<Command> commands() {
    return List.copyOf(commands);
  }

  private void command() throws ScriptException {
    int number = position + 1;
    String line = lines.get(position++).strip();
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    try {
      if (line.equals("clear")) {
        commands.add(new Command.Clear(number));
      } else if (line.startsWith("load")) {
        load(number, line);
      } else if (line.startsWith("eval")) {
        eval(number, line);
      } else {
        throw new ScriptException(
            number, "found \"" + line + "\", expected load, eval, clear or a comment");
      }
    } catch (IllegalArgumentException e) {
      throw new ScriptException(number, String.valueOf(e.getMessage()));
    }
  }

  /** The lines that belong to the command before them: up to an empty one. */
  private List<String> block() {
    List<String> block = new ArrayList<>();
    while (position < lines.size()) {
      String line = lines.get(position).strip();
      if (line.isEmpty()) {
        break;
      }
      position++;
      if (!line.startsWith("#")) {
        block.add(line);
      }
    }
    return block;
  }

  private void load(int number, String line) throws ScriptException {
    Matcher words = LOAD.matcher(line);
    if (!words.matches()) {
      throw new ScriptException(number, "found \"" + line + "\", expected load <step>");
    }
    Map<Labels, SeriesNotation> series = new LinkedHashMap<>();
    Map<Labels, List<@Nullable Long>> starts = new LinkedHashMap<>();
    for (String text : block()) {
      if (SeriesNotation.tellsStarts(text)) {
        starts.put(SeriesNotation.labelsOf(text), SeriesNotation.starts(text));
      } else {
        SeriesNotation one = SeriesNotation.parse(text);
        series.put(one.labels(), one);
      }
    }
    commands.add(
        new Command.Load(
            number,
            Durations.parseMillis(words.group(2)),
            words.group(1) != null,
            List.copyOf(series.values()),
            starts));
  }

  private void eval(int number, String line) throws ScriptException {
    Matcher range = RANGE.matcher(line);
    Matcher instant = INSTANT.matcher(line);
    boolean isRange = range.matches();
    if (!isRange && !instant.matches()) {
      throw new ScriptException(
          number,
          "found \""
              + line
              + "\", expected eval instant at <time> <query> or eval range from <time> to <time>"
              + " step <step> <query>");
    }
    List<Expect> expects = new ArrayList<>();
    List<String> results = new ArrayList<>();
    String kind = isRange ? range.group(1) : instant.group(1);
    if (kind != null) {
      expects.add(Expect.any(Expect.Kind.valueOf(kind.toUpperCase(Locale.ROOT))));
    }
    for (String text : block()) {
      Expect expect = expect(text);
      if (expect == null) {
        results.add(text);
      } else {
        expects.add(expect);
      }
    }
    commands.add(
        isRange
            ? new Command.Eval(
                number,
                range.group(5),
                millis(range.group(2)),
                millis(range.group(3)),
                millis(range.group(4)),
                expects,
                results)
            : new Command.Eval(
                number,
                instant.group(3),
                millis(instant.group(2)),
                millis(instant.group(2)),
                0,
                expects,
                results));
  }

  private static @Nullable Expect expect(String line) {
    Matcher expect = EXPECT.matcher(line);
    if (expect.matches()) {
      Expect.Kind kind = Expect.Kind.valueOf(expect.group(1).toUpperCase(Locale.ROOT));
      return switch (expect.group(2)) {
        case null -> Expect.any(kind);
        case "msg" -> new Expect(kind, unquoted(expect.group(3)), null);
        default -> new Expect(kind, null, regex(unquoted(expect.group(3))));
      };
    }
    Matcher string = EXPECT_STRING.matcher(line);
    if (string.matches()) {
      return new Expect(Expect.Kind.STRING, literal(string.group(1)), null);
    }
    Matcher range = EXPECT_RANGE.matcher(line);
    if (range.matches()) {
      String grid =
          millis(range.group(1)) + " " + millis(range.group(2)) + " " + millis(range.group(3));
      return new Expect(Expect.Kind.RANGE, grid, null);
    }
    Matcher message = FAIL_MESSAGE.matcher(line);
    if (message.matches()) {
      return new Expect(Expect.Kind.FAIL, message.group(1), null);
    }
    Matcher regex = FAIL_REGEX.matcher(line);
    if (regex.matches()) {
      return new Expect(Expect.Kind.FAIL, null, regex(regex.group(1)));
    }
    if (line.startsWith("expect ")) {
      throw new IllegalArgumentException(
          "found \""
              + line
              + "\", expected fail, warn, no_warn,"
              + " info, no_info, ordered, string or range vector");
    }
    return null;
  }

  private static Pattern regex(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("no regular expression: " + text, e);
    }
  }

  /** Quotes around a message are not part of it. */
  private static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? literal(text)
        : text.strip();
  }

  private static String literal(String text) {
    try {
      return Parser.parse(text) instanceof Expr.StringLiteral string ? string.value() : text;
    } catch (ParseException e) {
      return text.substring(1, text.length() - 1);
    }
  }

  /** A time: a number of seconds, or a duration since the epoch, with a sign if wanted. */
  private static long millis(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    boolean negative = text.startsWith("-");
    String body = negative ? text.substring(1) : text;
    long millis =
        body.matches("[0-9.]+")
            ? Math.round(Double.parseDouble(body) * 1000)
            : Durations.parseMillis(body);
    return negative ? -millis : millis;
  }
}
