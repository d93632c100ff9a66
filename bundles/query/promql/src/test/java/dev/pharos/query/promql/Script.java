package dev.pharos.query.promql;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import dev.pharos.query.api.QueryEngine.Options;
import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryResult;
import dev.pharos.query.api.QueryValue;
import dev.pharos.query.syntax.Durations;
import dev.pharos.query.syntax.Numbers;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.memory.MemoryStorage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A test in the language of Prometheus's query tests: {@code load} series, {@code eval} queries,
 * {@code clear}.
 */
final class Script {

  private static final Pattern INSTANT =
      Pattern.compile("eval(_\\w+)?\\s+instant\\s+at\\s+(\\S+)\\s+(.*)");
  private static final Pattern RANGE =
      Pattern.compile(
          "eval(_\\w+)?\\s+range\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)\\s+(.*)");
  private static final Pattern EXPECTED_RANGE =
      Pattern.compile("range vector from (\\S+) to (\\S+) step (\\S+)");

  /** What came of one evaluation; the fault is empty if it is as expected. */
  record Outcome(int line, String query, String fault) {}

  /** What an evaluation is expected to give. */
  private static final class Expectation {
    final String query;
    final Grid grid;
    final boolean range;
    final List<String> expects = new ArrayList<>();
    final List<String> results = new ArrayList<>();

    Expectation(String query, Grid grid, boolean range) {
      this.query = query;
      this.grid = grid;
      this.range = range;
    }

    boolean expects(String what) {
      return expects.stream().anyMatch(e -> e.equals(what) || e.startsWith(what + " "));
    }
  }

  private final List<String> lines;
  private MemoryStorage storage = new MemoryStorage();
  private final List<Outcome> outcomes = new ArrayList<>();
  private int position;

  private Script(String text) {
    this.lines = text.lines().toList();
  }

  /** Runs a script in the language with all its features. */
  static List<Outcome> run(String text) throws StorageException {
    Script script = new Script(text);
    while (script.position < script.lines.size()) {
      script.command();
    }
    return script.outcomes;
  }

  private void command() throws StorageException {
    int number = position + 1;
    String line = strip(lines.get(position++));
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    if (line.equals("clear")) {
      storage = new MemoryStorage();
    } else if (line.startsWith("load")) {
      load(line);
    } else if (line.startsWith("eval")) {
      evaluate(number, line);
    } else {
      throw new IllegalArgumentException("line " + number + ": what is this: " + line);
    }
  }

  private static String strip(String line) {
    return line.strip();
  }

  /** The lines that belong to the command before them: up to an empty one. */
  private List<String> block() {
    List<String> block = new ArrayList<>();
    while (position < lines.size()) {
      String raw = lines.get(position);
      String line = strip(raw);
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

  private void load(String line) throws StorageException {
    String[] words = line.split("\\s+", -1);
    long step = Durations.parseMillis(words[1]);
    Map<Labels, SeriesNotation> classic = new TreeMap<>();
    try (SampleBatch batch = storage.begin()) {
      for (String text : block()) {
        if (text.contains("@st ")) {
          continue;
        }
        SeriesNotation series = SeriesNotation.parse(text);
        classic.put(series.labels(), series);
      }
      for (SeriesNotation series : classic.values()) {
        append(batch, series, step);
      }
      if (words[0].equals("load_with_nhcb")) {
        for (SeriesNotation series : CustomBuckets.of(classic.values())) {
          append(batch, series, step);
        }
      }
      batch.commit();
    }
  }

  private static void append(SampleBatch batch, SeriesNotation series, long step) {
    long reference = batch.series(series.labels());
    for (int i = 0; i < series.points().size(); i++) {
      SeriesNotation.Point point = series.points().get(i);
      if (point == null) {
        continue;
      }
      if (point.histogram() == null) {
        batch.append(reference, Sample.NO_START, i * step, point.value());
      } else {
        batch.append(reference, new Sample.Histogram(Sample.NO_START, i * step, point.histogram()));
      }
    }
  }

  private void evaluate(int number, String line) {
    Expectation expected = expectation(number, line);
    for (String text : block()) {
      if (text.startsWith("expect ")) {
        expected.expects.add(text.substring("expect ".length()).strip());
      } else {
        expected.results.add(text);
      }
    }
    String fault;
    try {
      fault = check(expected);
    } catch (RuntimeException | AssertionError e) {
      fault = "threw " + e;
    }
    outcomes.add(new Outcome(number, expected.query, fault));
  }

  private static Expectation expectation(int number, String line) {
    Matcher range = RANGE.matcher(line);
    Matcher instant = INSTANT.matcher(line);
    Expectation expected;
    String kind;
    if (range.matches()) {
      Grid grid =
          Grid.between(millis(range.group(2)), millis(range.group(3)), millis(range.group(4)));
      expected = new Expectation(range.group(5), grid, true);
      kind = range.group(1);
    } else if (instant.matches()) {
      expected = new Expectation(instant.group(3), Grid.at(millis(instant.group(2))), false);
      kind = instant.group(1);
    } else {
      throw new IllegalArgumentException("line " + number + ": what is this: " + line);
    }
    if (kind != null) {
      expected.expects.add(kind.substring(1));
    }
    return expected;
  }

  private static long millis(String text) {
    return text.matches("[0-9.]+")
        ? Math.round(Double.parseDouble(text) * 1000)
        : Durations.parseMillis(text);
  }

  /** What is wrong with the answer; empty if nothing is. */
  private String check(Expectation expected) {
    PromqlEngine engine =
        new PromqlEngine(storage, PromqlEngine.Limits.DEFAULT, Dialect.ALL, InstantSource.system());
    QueryResult result;
    try {
      Grid grid = expected.grid;
      result =
          expected.range
              ? engine.range(
                  Access.system(),
                  expected.query,
                  grid.startMillis(),
                  grid.endMillis(),
                  grid.stepMillis(),
                  Options.DEFAULT)
              : engine.instant(
                  Access.system(), expected.query, grid.startMillis(), Options.DEFAULT);
    } catch (QueryException e) {
      return checkFailure(expected, e);
    }
    if (expected.expects("fail")) {
      return "did not fail";
    }
    String annotations = checkAnnotations(expected, result);
    return annotations.isEmpty() ? checkValue(expected, result.value()) : annotations;
  }

  private static String checkFailure(Expectation expected, QueryException e) {
    if (!expected.expects("fail")) {
      return "failed: " + e.getMessage();
    }
    return matchesText(expected, "fail", List.of(String.valueOf(e.getMessage())))
        ? ""
        : "failed with: " + e.getMessage();
  }

  /** Whether each expected text of a kind is among those found. */
  private static boolean matchesText(Expectation expected, String kind, List<String> found) {
    for (String expect : expected.expects) {
      if (expect.startsWith(kind + " msg:")) {
        String text = expect.substring(kind.length() + 5).strip();
        if (found.stream().noneMatch(f -> f.contains(text))) {
          return false;
        }
      } else if (expect.startsWith(kind + " regex:")) {
        Pattern regex = Pattern.compile(expect.substring(kind.length() + 7).strip());
        if (found.stream().noneMatch(f -> regex.matcher(f).find())) {
          return false;
        }
      }
    }
    return true;
  }

  private static String checkAnnotations(Expectation expected, QueryResult result) {
    boolean warned = !result.warnings().isEmpty();
    boolean informed = !result.infos().isEmpty();
    boolean right =
        (!expected.expects("warn") || warned)
            && (!expected.expects("info") || informed)
            && (!expected.expects("no_warn") || !warned)
            && (!expected.expects("no_info") || !informed)
            && matchesText(expected, "warn", result.warnings())
            && matchesText(expected, "info", result.infos());
    return right ? "" : "annotations: " + result.warnings() + result.infos();
  }

  private static String checkValue(Expectation expected, QueryValue value) {
    return switch (value) {
      case QueryValue.Text(long _, String text) -> {
        String wanted =
            expected.expects.stream()
                .filter(e -> e.startsWith("string "))
                .map(e -> e.substring(8, e.length() - 1))
                .findFirst()
                .orElse("?");
        yield wanted.equals(text) ? "" : "found text " + text;
      }
      case QueryValue.Scalar(long _, double number) ->
          expected.results.size() == 1
                  && almostEqual(Numbers.parse(expected.results.getFirst()), number)
              ? ""
              : "found scalar " + number + ", expected " + expected.results;
      case QueryValue.Vector vector -> checkVector(expected, vector);
      case QueryValue.Matrix matrix -> checkMatrix(expected, matrix);
    };
  }

  private static String checkVector(Expectation expected, QueryValue.Vector vector) {
    List<SeriesNotation> wanted = expected.results.stream().map(SeriesNotation::parse).toList();
    List<QueryValue.Element> found = vector.elements();
    if (wanted.size() != found.size()) {
      return "found " + found.size() + " series " + found + ", expected " + wanted.size();
    }
    boolean ordered = expected.expects("ordered");
    for (int i = 0; i < wanted.size(); i++) {
      SeriesNotation series = wanted.get(i);
      QueryValue.Element element = null;
      for (int k = 0; k < found.size(); k++) {
        if (found.get(k).labels().equals(series.labels()) && (!ordered || k == i)) {
          element = found.get(k);
        }
      }
      SeriesNotation.Point point = series.points().getFirst();
      if (element == null
          || point == null
          || !matches(point, element.value(), element.histogram())) {
        return "expected " + series + ", found " + found;
      }
    }
    return "";
  }

  private static String checkMatrix(Expectation expected, QueryValue.Matrix matrix) {
    Grid grid = expected.grid;
    for (String expect : expected.expects) {
      Matcher range = EXPECTED_RANGE.matcher(expect);
      if (range.matches()) {
        grid = Grid.between(millis(range.group(1)), millis(range.group(2)), millis(range.group(3)));
      }
    }
    Map<Labels, TreeMap<Long, SeriesNotation.Point>> found = new TreeMap<>();
    for (QueryValue.Series series : matrix.series()) {
      TreeMap<Long, SeriesNotation.Point> points = new TreeMap<>();
      for (int i = 0; i < series.values().length; i++) {
        points.put(
            series.timestampsMillis()[i], new SeriesNotation.Point(series.values()[i], null));
      }
      for (int i = 0; i < series.histograms().length; i++) {
        points.put(
            series.histogramTimestampsMillis()[i],
            new SeriesNotation.Point(Double.NaN, series.histograms()[i]));
      }
      found.put(series.labels(), points);
    }
    for (String text : expected.results) {
      SeriesNotation wanted = SeriesNotation.parse(text);
      TreeMap<Long, SeriesNotation.Point> points = found.remove(wanted.labels());
      if (points == null) {
        return "lacks " + wanted.labels() + " among " + found;
      }
      for (int i = 0; i < wanted.points().size(); i++) {
        SeriesNotation.Point point = wanted.points().get(i);
        SeriesNotation.Point other = points.remove(grid.at(i));
        if (point == null ? other != null : other == null || !matches(point, other)) {
          return wanted.labels() + " at " + grid.at(i) + ": expected " + point + ", found " + other;
        }
      }
      if (!points.isEmpty()) {
        return wanted.labels() + " has more: " + points;
      }
    }
    return found.isEmpty() ? "" : "found more: " + found;
  }

  private static boolean matches(SeriesNotation.Point wanted, SeriesNotation.Point found) {
    return matches(wanted, found.value(), found.histogram());
  }

  private static boolean matches(
      SeriesNotation.Point wanted,
      double value,
      dev.pharos.model.@Nullable NativeHistogram histogram) {
    if (wanted.histogram() == null || histogram == null) {
      return wanted.histogram() == histogram && almostEqual(wanted.value(), value);
    }
    return HistogramNotation.matches(wanted.histogram(), histogram);
  }

  /** Equal up to a millionth. */
  static boolean almostEqual(double a, double b) {
    if (Double.compare(a, b) == 0 || a == b || (Double.isNaN(a) && Double.isNaN(b))) {
      return true;
    }
    double sum = Math.abs(a) + Math.abs(b);
    double difference = Math.abs(a - b);
    return (a == 0 || b == 0 || sum < Double.MIN_NORMAL)
        ? difference < 1e-6 * Double.MIN_NORMAL
        : difference / Math.min(sum, Double.MAX_VALUE) < 1e-6;
  }
}
