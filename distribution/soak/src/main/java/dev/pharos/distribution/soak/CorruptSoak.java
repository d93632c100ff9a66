package dev.pharos.distribution.soak;

import com.google.gson.Gson;
import dev.pharos.storage.tsdb.TsdbSettings;
import dev.pharos.storage.tsdb.TsdbStatus;
import dev.pharos.storage.tsdb.TsdbStorage;
import dev.pharos.storage.tsdb.tool.TsdbTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Damages a data folder at random places, one at a time, and looks what comes of it: never a hang,
 * a crash or a sample that was not written; a sample is lost only with a message that names the
 * file, but for the end of a log, where a killed process may have stopped writing.
 *
 * <p>The folder is one that the shipped server left when it was killed: logs, that of late samples
 * among them, a checkpoint, chunks of the head and blocks, some of them merged, with deleted
 * samples.
 */
final class CorruptSoak {

  private static final long HANG_SECONDS = 60;
  private static final int STEPS = 1800;

  /** Each start begins a segment; with several there will be a checkpoint, too. */
  private static final int SEGMENTS = 9;

  /** Segments of the log of late samples. */
  private static final int LATE_SEGMENTS = 3;

  private final Path program;
  private final Path folder;
  private final int cases;
  private final Random random;
  private final long seed;
  private final PrintStream out;
  private final Truth truth;
  private final CorruptReport report = new CorruptReport();
  private @Nullable Process victim;
  private @Nullable BufferedReader answers;

  CorruptSoak(Path program, Path folder, int cases, long seed, PrintStream out) {
    this.program = program;
    this.folder = folder;
    this.cases = cases;
    this.seed = seed;
    this.random = new Random(seed);
    this.out = out;
    // Ends just now, so that no server takes the samples for too old.
    long now = Instant.now().toEpochMilli();
    this.truth = new Truth(now - now % Truth.STEP_MILLIS - STEPS * Truth.STEP_MILLIS, STEPS);
  }

  public static void main(String[] words) throws Exception {
    Options options = new Options(words);
    Path home = Path.of(System.getProperty("pharos.home"));
    Path folder =
        Path.of(options.text("dir", System.getProperty("java.io.tmpdir") + "/soak-corrupt"));
    KillSoak.delete(folder);
    new CorruptSoak(
            Path.of(options.text("program", home.resolve("bin/pharos").toString())),
            folder,
            Math.toIntExact(options.number("cases", 1000)),
            options.number("seed", System.nanoTime()),
            System.out)
        .run();
    System.exit(0);
  }

  /**
   * Runs to the end.
   *
   * @throws AssertionError if something was lost without a word, or worse
   */
  void run() throws Exception {
    out.printf("%d cases, seed %d, in %s%n", cases, seed, folder);
    Path pristine = prepare();
    Map<String, List<Path>> files = filesBySort(pristine);
    files.forEach((sort, all) -> out.printf("%s: %d files%n", sort, all.size()));
    try {
      judge(pristine, null);
      List<List<Path>> sorts = List.copyOf(files.values());
      for (int i = 0; i < cases; i++) {
        List<Path> some = sorts.get(random.nextInt(sorts.size()));
        Path file = some.get(random.nextInt(some.size()));
        judge(pristine, Damage.choose(pristine, file, random));
      }
    } finally {
      stopVictim();
    }
    report.print(out);
    report.requireNoFaults(seed);
  }

  /** Lets the shipped server make blocks and chunks of what is in a log, and kills it. */
  private Path prepare() throws Exception {
    Path data = folder.resolve("data");
    Files.createDirectories(data);
    TsdbSettings settings = TsdbSettings.of(data, Duration.ofDays(15));
    for (int part = 0; part < SEGMENTS; part++) {
      try (TsdbStorage storage = TsdbStorage.open(settings, new TsdbStatus(settings.retention()))) {
        truth.write(storage, part * STEPS / SEGMENTS, (part + 1) * STEPS / SEGMENTS);
      }
    }
    Files.writeString(
        folder.resolve("prometheus.yml"),
        "global:\n  scrape_interval: 1m\nstorage:\n  tsdb:\n    out_of_order_time_window: 12h\n");
    ServerProcess server = serve();
    awaitBlocks(data);
    List<byte[]> late = truth.lateRequests(random);
    for (int part = 0; part < LATE_SEGMENTS; part++) {
      int end = (part + 1) * late.size() / LATE_SEGMENTS;
      for (byte[] request : late.subList(part * late.size() / LATE_SEGMENTS, end)) {
        server.write(request);
      }
      if (end < late.size()) {
        server.kill();
        server = serve();
      }
    }
    delete(server);
    server.kill();
    Path pristine = folder.resolve("pristine");
    Files.move(data, pristine);
    for (String other : List.of("lock", "queries.active")) {
      Files.deleteIfExists(pristine.resolve(other));
    }
    return pristine;
  }

  private ServerProcess serve() throws IOException, InterruptedException {
    List<String> flags =
        List.of(
            "--web.enable-admin-api",
            "--web.enable-remote-write-receiver",
            "--storage.tsdb.block-reload-interval=1s");
    return ServerProcess.start(program, folder, HttpClient.newHttpClient(), flags);
  }

  private void delete(ServerProcess server) throws IOException, InterruptedException {
    for (long[] span : truth.deletions()) {
      Ledger.Deletion deletion = new Ledger.Deletion(Truth.DELETED, span[0], span[1]);
      if (!server.delete(
          "value{series=\"" + Truth.DELETED + "\"}",
          truth.millis(deletion.first()),
          truth.millis(deletion.last()))) {
        throw new IOException("the server is gone; see its log in " + folder);
      }
    }
  }

  /** Waits until all that can be is in blocks. */
  private static void awaitBlocks(Path data) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    List<?> before = List.of();
    while (System.nanoTime() < end) {
      TimeUnit.SECONDS.sleep(3);
      List<?> blocks = new TsdbTool().blocks(data);
      if (blocks.size() > 1 && blocks.equals(before)) {
        return;
      }
      before = blocks;
    }
    throw new IOException("the server made no blocks within two minutes in " + data);
  }

  private static Map<String, List<Path>> filesBySort(Path data) throws IOException {
    Map<String, List<Path>> bySort = new TreeMap<>();
    try (Stream<Path> files = Files.walk(data)) {
      files
          .filter(Files::isRegularFile)
          .sorted()
          .forEach(
              file ->
                  bySort
                      .computeIfAbsent(
                          new Damage(Damage.Kind.MISSING, data.relativize(file), 0, 0).sort(),
                          sort -> new ArrayList<>())
                      .add(file));
    }
    return bySort;
  }

  private void judge(Path pristine, @Nullable Damage damage) throws Exception {
    Path copy = folder.resolve("case");
    KillSoak.delete(copy);
    copy(pristine, copy);
    if (damage != null) {
      damage.apply(copy);
    }
    long begun = System.nanoTime();
    Examination.@Nullable Outcome outcome = examine(copy);
    long millis = (System.nanoTime() - begun) / 1_000_000;
    if (damage == null) {
      if (outcome == null || !outcome.faults().isEmpty() || outcome.missing() > 0) {
        throw new AssertionError("the folder is not sound before it is damaged: " + outcome);
      }
    } else {
      report.add(pristine, damage, outcome, millis);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  /** Null if the process that looked has crashed or hangs. */
  private Examination.@Nullable Outcome examine(Path copy) throws Exception {
    Process process = victim;
    BufferedReader from = answers;
    if (process == null || from == null || !process.isAlive()) {
      process = start();
      from = process.inputReader();
      victim = process;
      answers = from;
    }
    process.outputWriter().write(copy + "\n");
    process.outputWriter().flush();
    BufferedReader reader = from;
    CompletableFuture<@Nullable String> line =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return reader.readLine();
              } catch (IOException e) {
                return null;
              }
            });
    try {
      String answer = line.get(HANG_SECONDS, TimeUnit.SECONDS);
      if (answer != null) {
        return new Gson().fromJson(answer, Examination.Outcome.class);
      }
    } catch (TimeoutException | ExecutionException e) {
      out.println("No answer: " + e);
    }
    process.destroyForcibly().waitFor();
    victim = null;
    return null;
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-ea",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            Long.toString(truth.startMillis()),
            Integer.toString(truth.steps()))
        .redirectError(folder.resolve("victim.log").toFile())
        .start();
  }

  private void stopVictim() {
    Process process = victim;
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
