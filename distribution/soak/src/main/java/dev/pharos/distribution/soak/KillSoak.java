package dev.pharos.distribution.soak;

import dev.pharos.storage.api.StorageTool;
import dev.pharos.storage.tsdb.tool.TsdbTool;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Kills the server again and again at random moments, while it takes samples, compacts and deletes;
 * after each start looks for every sample that was acknowledged.
 *
 * <p>The time in the data runs about 750 times as fast as the clock, so that blocks are written and
 * merged all the time.
 */
final class KillSoak {

  private static final int WRITERS = 4;
  private static final int SERIES_EACH = 500;
  private static final long STEP_MILLIS = 15_000;

  /** Filled within three seconds. */
  private static final String BLOCK = "30m";

  private static final long START_BACK_MILLIS = Duration.ofDays(12).toMillis();

  private final Load load;
  private final List<Ledger> ledgers = new ArrayList<>();
  private final Path program;
  private Path quiet;
  private final Path folder;
  private final int kills;
  private final long seed;
  private final Random random;
  private final long pauseNanos;
  private final PrintStream out;
  private final HttpClient http;

  KillSoak(Path program, Path folder, int kills, long seed, long rate, PrintStream out) {
    this.program = program;
    this.quiet = program;
    this.folder = folder;
    this.kills = kills;
    this.seed = seed;
    this.random = new Random(seed);
    this.pauseNanos = TimeUnit.SECONDS.toNanos(1) * WRITERS * SERIES_EACH / rate;
    this.out = out;
    long start = Instant.now().toEpochMilli() - START_BACK_MILLIS;
    this.load = new Load(WRITERS, SERIES_EACH, start - start % STEP_MILLIS, STEP_MILLIS);
    for (int writer = 0; writer < WRITERS; writer++) {
      ledgers.add(new Ledger());
    }
    // One connection per writer and few threads: what the driver takes is not there for the server.
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  public static void main(String[] words) throws Exception {
    Options options = new Options(words);
    Path home = Path.of(System.getProperty("pharos.home"));
    Path folder = Path.of(options.text("dir", System.getProperty("java.io.tmpdir") + "/soak-kill"));
    delete(folder);
    new KillSoak(
            Path.of(options.text("program", home.resolve("bin/pharos").toString())),
            folder,
            Math.toIntExact(options.number("kills", 50)),
            options.number("seed", System.nanoTime()),
            options.number("rate", 100_000),
            System.out)
        .run();
    System.exit(0);
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /**
   * Runs to the end.
   *
   * @throws AssertionError if a sample is missing or wrong
   */
  void run() throws IOException, InterruptedException {
    say("%d kills, seed %d, data in %s".formatted(kills, seed, folder));
    Files.createDirectories(folder);
    quiet = Quiet.copy(program, folder.resolve("pharos"));
    ServerProcess server = start();
    for (int kill = 1; kill <= kills; kill++) {
      long before = acknowledged();
      long begun = System.nanoTime();
      writeAndKill(server, 500 + random.nextInt(6_000));
      double seconds = (System.nanoTime() - begun) / 1e9;
      long written = (acknowledged() - before) * SERIES_EACH;
      begun = System.nanoTime();
      server = start();
      double ready = (System.nanoTime() - begun) / 1e9;
      begun = System.nanoTime();
      long found = verify(server, kill);
      say(
          String.format(
              Locale.ROOT,
              "kill %d: %,.0f samples/s for %.1f s; ready after %.1f s; %,d samples found in %.1f s,"
                  + " %d blocks",
              kill,
              written / seconds,
              seconds,
              ready,
              found,
              (System.nanoTime() - begun) / 1e9,
              new TsdbTool().blocks(data()).size()));
    }
    server.close();
    check("after the end");
    try (StorageTool.Reading reading = new TsdbTool().open(data())) {
      long found = new Verification(load, ledgers).read(reading);
      say(
          String.format(
              Locale.ROOT,
              "%d kills, %,d samples read one by one: every acknowledged one is there once",
              kills,
              found));
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  private ServerProcess start() throws IOException, InterruptedException {
    return ServerProcess.start(
        quiet,
        folder,
        http,
        List.of(
            "--web.enable-remote-write-receiver",
            "--web.enable-admin-api",
            "--storage.tsdb.min-block-duration=" + BLOCK,
            "--storage.tsdb.block-reload-interval=1s"));
  }

  private long acknowledged() {
    return ledgers.stream().mapToLong(ledger -> ledger.acknowledged() + 1).sum();
  }

  /** Lets writers write and a deleter delete; kills the server after so many milliseconds. */
  private void writeAndKill(ServerProcess server, long millis) throws InterruptedException {
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(
          new Writer(
              i, new RemoteWrite(load, i), ledgers, server.uri("/api/v1/write"), http, pauseNanos));
    }
    Deleter deleter = new Deleter(load, ledgers, server, new Random(random.nextLong()));
    TimeUnit.MILLISECONDS.sleep(millis);
    server.kill();
    deleter.stop();
    for (Writer writer : writers) {
      String refused = writer.stop();
      if (refused != null) {
        throw new AssertionError(refused);
      }
    }
    unfinished.addAll(deleter.unfinished());
  }

  private final List<Deleter.Request> unfinished = new ArrayList<>();

  private long verify(ServerProcess server, int kill) throws IOException, InterruptedException {
    // What was being deleted when the server was killed is deleted again: then it must be gone.
    for (Deleter.Request request : unfinished) {
      if (!request.send(server)) {
        throw new AssertionError("the server is gone after kill " + kill);
      }
      request.enter(ledgers);
    }
    unfinished.clear();
    try {
      long found = new Verification(load, ledgers).ask(server, random);
      check("after kill " + kill);
      return found;
    } catch (AssertionError e) {
      throw new AssertionError("kill " + kill + " of seed " + seed + ": " + e.getMessage(), e);
    }
  }

  private void check(String when) throws IOException {
    List<StorageTool.Finding> findings = new ArrayList<>();
    new TsdbTool().check(data(), findings::add, place -> {});
    if (!findings.isEmpty()) {
      throw new AssertionError("storage check " + when + " found " + findings);
    }
  }

  private void say(String line) {
    out.println(line);
  }
}
