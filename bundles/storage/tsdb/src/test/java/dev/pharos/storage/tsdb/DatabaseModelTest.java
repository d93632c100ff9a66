package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.TsdbFixture.ALWAYS;
import static dev.pharos.storage.tsdb.TsdbFixture.HOUR;
import static dev.pharos.storage.tsdb.TsdbFixture.T0;
import static dev.pharos.storage.tsdb.TsdbFixture.metric;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.model.Sample;
import dev.pharos.model.StaleNaN;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.StorageTool;
import dev.pharos.storage.testkit.Reading;
import dev.pharos.storage.tsdb.compact.CompactionRules;
import dev.pharos.storage.tsdb.compact.Retention;
import dev.pharos.storage.tsdb.tool.TsdbTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole database against sorted maps: random appends in order, late, again and of every kind,
 * deletions, cleaning, blocks cut and merged, restarts, kills and snapshots, and questions in
 * between.
 *
 * <p>The system property {@code pharos.rounds} asks for more seeds than the short form's, {@code
 * pharos.seed} says which comes first. A failure tells what was done.
 */
class DatabaseModelTest {

  private static final int STEPS = 160;
  private static final int SERIES = 30;
  private static final long WINDOW = 2 * HOUR;
  private static final Retention FOR_EVER = new Retention(Duration.ZERO, 0, 0);
  private static final double[] VALUES = {
    0, -0.0, Double.NaN, StaleNaN.VALUE, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 1e300
  };

  @TempDir Path dir;

  private final List<String> done = new ArrayList<>();
  private DatabaseModel model = new DatabaseModel();
  private Random random = new Random(0);
  private long now = T0;
  private int folders;
  private TsdbSettings settings = settings(Path.of("unset"), Duration.ofMinutes(30));

  static Stream<Long> seeds() {
    long first = Long.getLong("pharos.seed", 1);
    return Stream.iterate(first, seed -> seed + 1).limit(Integer.getInteger("pharos.rounds", 4));
  }

  private static TsdbSettings settings(Path folder, Duration block) {
    return TsdbSettings.of(folder, Duration.ofDays(15))
        .withRetention(FOR_EVER)
        .withBlocks(CompactionRules.DEFAULT.with(block, Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void what_is_read_is_what_a_naive_model_says(long seed) throws Exception {
    random = new Random(seed);
    Duration block = Duration.ofMinutes(random.nextInt(3) == 0 ? 120 : 30);
    settings = settings(dir.resolve("data"), block);
    try {
      play();
    } catch (AssertionError | IOException | RuntimeException e) {
      throw new AssertionError(
          "seed " + seed + ", blocks of " + block + ": " + e + "\n" + String.join("\n", done), e);
    }
  }

  private void play() throws IOException {
    TsdbStorage storage = open();
    try {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(24)) {
          case 0, 1 -> delete(storage);
          case 2 -> clean(storage);
          case 3, 4, 5 -> compact(storage);
          case 6 -> {
            note("restart");
            storage.close();
            storage = open();
            compareAll(storage);
          }
          case 7 -> {
            note("kill");
            Path copy = copy();
            storage.close();
            deleteTree(settings.path());
            examine(copy);
            settings = settings(copy, settings.blocks().head());
            storage = open();
            compareAll(storage);
          }
          case 8 -> snapshot(storage);
          case 9, 10, 11 -> appendLate(storage);
          case 12 -> appendAgain(storage);
          default -> append(storage);
        }
        compare(storage);
      }
      compareAll(storage);
    } finally {
      storage.close();
    }
    examine(settings.path());
    assertTrue(model.size() > 1000, "the run wrote next to nothing");
  }

  private void note(String what) {
    done.add(done.size() + " " + what);
  }

  private TsdbStorage open() throws IOException {
    TsdbStorage storage = TsdbFixture.open(settings);
    storage.head().outOfOrderWindow(Duration.ofMillis(WINDOW));
    return storage;
  }

  // Writing

  private Labels series() {
    int number = random.nextInt(SERIES);
    return number % 3 == 0
        ? metric("m" + number % 4, "id", "" + number)
        : metric("m" + number % 4, "id", "" + number, "zone", "z" + number % 5);
  }

  /** Mostly what a series has once, it has for ever. */
  private Sample sample(Labels labels, long millis) {
    int kind = random.nextInt(100) == 0 ? random.nextInt(4) : labels.hashCode() & 3;
    return switch (kind) {
      case 0 -> new Sample.Histogram(Sample.NO_START, millis, counts(millis));
      case 1 -> new Sample.Histogram(Sample.NO_START, millis, floatCounts());
      default ->
          new Sample.Value(
              Sample.NO_START,
              millis,
              random.nextInt(20) == 0
                  ? VALUES[random.nextInt(VALUES.length)]
                  : random.nextInt(3) == 0 ? random.nextGaussian() : random.nextInt(1000));
    };
  }

  private NativeHistogram counts(long millis) {
    long low = random.nextInt(20) == 0 ? random.nextInt(5) : (millis - T0) / 1000;
    long high = low + random.nextInt(10);
    return new NativeHistogram.Counts(
        random.nextInt(5) == 0 ? ResetHint.GAUGE : ResetHint.UNKNOWN,
        3,
        1e-128,
        low,
        2 * low + high,
        random.nextGaussian(),
        new Span[] {new Span(random.nextInt(3), 1), new Span(2, 1)},
        new long[] {low, high},
        new Span[0],
        new long[0],
        new double[0]);
  }

  private NativeHistogram floatCounts() {
    double high = random.nextInt(1000);
    boolean custom = random.nextInt(4) > 0;
    return new NativeHistogram.FloatCounts(
        ResetHint.UNKNOWN,
        custom ? NativeHistogram.CUSTOM_BUCKETS_SCHEMA : 1,
        0,
        0,
        1.5 * high,
        random.nextGaussian(),
        new Span[] {new Span(0, 2)},
        new double[] {high, high / 2.0},
        new Span[0],
        new double[0],
        custom ? new double[] {0.5, 2.5} : new double[0]);
  }

  private static String text(Sample sample) {
    return switch (sample) {
      case Sample.Value(long start, long millis, double value) -> Reading.value(millis, value);
      case Sample.Histogram(long start, long millis, NativeHistogram histogram) ->
          Reading.histogram(millis, histogram);
      default -> throw new IllegalArgumentException(sample.toString());
    };
  }

  private static Outcome append(SampleBatch batch, Labels labels, Sample sample) {
    return sample instanceof Sample.Value(long start, long millis, double value)
        ? batch.append(batch.series(labels), start, millis, value)
        : batch.append(batch.series(labels), sample);
  }

  /** Some series at an even pace, as if they were scraped. */
  private void append(TsdbStorage storage) throws IOException {
    long pace = 1_000L + random.nextInt(60_000);
    int times = 1 + random.nextInt(80);
    boolean dropped = random.nextInt(10) == 0;
    List<Labels> some = Stream.generate(this::series).distinct().limit(6).toList();
    note("append " + times + " every " + pace + " from " + now + " of " + some);
    for (int i = 0; i < times; i++) {
      now += pace;
      try (SampleBatch batch = storage.begin()) {
        List<Runnable> taken = new ArrayList<>();
        for (Labels labels : some) {
          long at = random.nextBoolean() ? now : now - random.nextLong(pace);
          Sample sample = sample(labels, at);
          if (at > model.last(labels) && at >= storage.head().floorMillis()) {
            assertEquals(Outcome.ACCEPTED, append(batch, labels, sample), labels::toString);
            taken.add(() -> model.add(labels, at, text(sample)));
          }
        }
        if (!dropped) {
          batch.commit();
          taken.forEach(Runnable::run);
        }
      }
    }
  }

  /** Samples behind the latest of their series, within the window and beyond. */
  private void appendLate(TsdbStorage storage) throws IOException {
    Labels labels = series();
    int times = 1 + random.nextInt(90);
    note("append " + times + " late of " + labels + " before " + now);
    for (int i = 0; i < times; i++) {
      long at = now - 1 - random.nextInt((int) (WINDOW * 5 / 4));
      Sample sample = sample(labels, at);
      try (SampleBatch batch = storage.begin()) {
        boolean in = at >= model.latest() - WINDOW || at >= storage.head().floorMillis();
        boolean late = at < model.last(labels);
        Outcome outcome = append(batch, labels, sample);
        if (at >= model.latest() - WINDOW && model.isFree(labels, at)) {
          assertEquals(Outcome.ACCEPTED, outcome, () -> labels + " at " + at);
        } else if (!in || (late && at < model.latest() - WINDOW && model.last(labels) >= now)) {
          assertNotEquals(Outcome.ACCEPTED, outcome, () -> labels + " at " + at);
        }
        batch.commit();
        if (outcome == Outcome.ACCEPTED) {
          model.add(labels, at, text(sample));
        }
      }
    }
  }

  /** The very same samples, and others at the same instants. */
  private void appendAgain(TsdbStorage storage) throws IOException {
    Labels labels = series();
    long at = model.last(labels);
    if (at == Long.MIN_VALUE) {
      return;
    }
    note("append again " + labels + " at " + at);
    Sample sample = sample(labels, at);
    try (SampleBatch batch = storage.begin()) {
      Outcome outcome = append(batch, labels, sample);
      batch.commit();
      if (outcome == Outcome.ACCEPTED) {
        model.add(labels, at, text(sample));
      }
    }
  }

  // Changing

  private void delete(TsdbStorage storage) throws IOException {
    long from = now - random.nextInt((int) (random.nextBoolean() ? HOUR : 12 * HOUR));
    TimeRange range =
        random.nextInt(8) == 0 ? ALWAYS : new TimeRange(from, from + 1 + random.nextInt(3_000_000));
    Matcher[] matchers = matchers();
    note("delete " + range + " " + List.of(matchers));
    new TsdbAdmin(storage).delete(Access.system(), range, List.of(matchers));
    model.delete(range, matchers);
  }

  private void clean(TsdbStorage storage) throws IOException {
    note("clean");
    new TsdbAdmin(storage).cleanTombstones(Access.system());
    compareAll(storage);
  }

  private void compact(TsdbStorage storage) throws IOException {
    storage.upkeep().compact();
    note("compact: floor " + storage.head().floorMillis() + ", " + spans(storage));
    assertEquals(List.of(), storage.blocks().setAside());
    compareAll(storage);
  }

  private static List<String> spans(TsdbStorage storage) {
    return storage.blocks().metas().stream()
        .map(meta -> meta.minMillis() + "-" + meta.maxMillis() + meta.compaction().hints())
        .toList();
  }

  private void snapshot(TsdbStorage storage) throws IOException {
    note("snapshot");
    Path made =
        settings
            .path()
            .resolve("snapshots")
            .resolve(new TsdbAdmin(storage).snapshot(Access.system(), true));
    try (TsdbStorage opened = TsdbFixture.open(settings(made, settings.blocks().head()))) {
      compareAll(opened);
    }
    deleteTree(made);
  }

  // Reading

  private Matcher[] matchers() {
    Matcher metric = Matcher.metric("m" + random.nextInt(4));
    return switch (random.nextInt(5)) {
      case 0 -> new Matcher[] {metric, Matcher.equal("zone", "z" + random.nextInt(5))};
      case 1 -> new Matcher[] {metric, Matcher.equal("zone", "")};
      case 2 -> new Matcher[] {new Matcher(Matcher.Type.REGEX, "id", "[12]?" + random.nextInt(9))};
      case 3 -> new Matcher[] {metric, new Matcher(Matcher.Type.NOT_REGEX, "zone", "z[0-2]")};
      default -> new Matcher[] {metric};
    };
  }

  private void compare(SeriesReader reader) throws IOException {
    long from = T0 + random.nextLong(Math.max(1, now - T0));
    compare(reader, new TimeRange(from, from + 1 + random.nextInt(10_000_000)), matchers());
  }

  private void compareAll(SeriesReader reader) throws IOException {
    compare(reader, ALWAYS, new Matcher(Matcher.Type.REGEX, "__name__", ".+"));
  }

  private void compare(SeriesReader reader, TimeRange range, Matcher... matchers)
      throws IOException {
    String fault =
        model.fault(Reading.all(reader, Access.system(), range, matchers), range, matchers);
    assertEquals(null, fault, () -> "asked for " + range + " " + List.of(matchers));
  }

  /** Checks a folder that nobody has open, and reads it without a server. */
  private void examine(Path folder) throws IOException {
    List<String> findings = new ArrayList<>();
    new TsdbTool().check(folder, finding -> findings.add(finding.toString()), place -> {});
    assertEquals(List.of(), findings);
    try (StorageTool.Reading reading = new TsdbTool().open(folder)) {
      compareAll(reading);
    }
  }

  // Files

  /** The folder as it is on the disk now, while the database is open. */
  private Path copy() throws IOException {
    Path copy = dir.resolve("copy" + folders++);
    try (Stream<Path> files = Files.walk(settings.path())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(settings.path().relativize(file).toString()));
      }
    }
    Files.deleteIfExists(copy.resolve("lock"));
    return copy;
  }

  private static void deleteTree(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
