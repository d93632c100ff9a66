package dev.pharos.distribution.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the start after a kill takes of memory, against what the server had before. */
class ReplayMemoryIT {

  private static final Path PROGRAM =
      Path.of(System.getProperty("pharos.home", "../target/pharos"), "bin", "pharos")
          .toAbsolutePath();

  /** Measured: 0.93 to 0.98. The rest is for the moments at which the collector comes. */
  private static final double MOST = 1.1;

  private static final int REQUESTS = 100;
  private static final int SERIES_EACH = 2000;
  private static final int STEPS = 10;
  private static final Duration STEP = Duration.ofSeconds(15);

  @TempDir Path dir;

  @Test
  @Timeout(300)
  void a_replay_takes_about_as_much_memory_as_there_was_before_the_kill() throws Exception {
    Instant start = Instant.now().minus(STEP.multipliedBy(STEPS));
    Load load = new Load(REQUESTS, SERIES_EACH, start.toEpochMilli(), STEP.toMillis());
    try (HttpClient http = HttpClient.newHttpClient()) {
      long before = writeAndKill(load, http);
      try (ServerProcess again = ServerProcess.start(PROGRAM, dir, http, List.of())) {
        again.query("vector(1)", load.millis(STEPS - 1)); // Waits until the engine answers.
        long peak = again.memoryKiB("VmHWM");
        System.out.printf(
            "Replay of %d series: peak %d MiB, %.2f of the %d MiB before the kill%n",
            REQUESTS * SERIES_EACH, peak >> 10, (double) peak / before, before >> 10);
        assertEquals(
            Integer.toString(REQUESTS * SERIES_EACH * STEPS),
            again
                .query("sum(count_over_time(soak[10m]))", load.millis(STEPS - 1))
                .getFirst()
                .getAsJsonArray("value")
                .get(1)
                .getAsString());
        assertTrue(peak <= MOST * before, peak + " KiB, " + before + " KiB before the kill");
      }
    }
  }

  /** Answers the resident memory in KiB that the server had when all was written. */
  private long writeAndKill(Load load, HttpClient http) throws Exception {
    List<RemoteWrite> requests =
        IntStream.range(0, REQUESTS).mapToObj(writer -> new RemoteWrite(load, writer)).toList();
    try (ServerProcess server =
        ServerProcess.start(PROGRAM, dir, http, List.of("--web.enable-remote-write-receiver"))) {
      for (int step = 0; step < STEPS; step++) {
        for (RemoteWrite request : requests) {
          server.write(request.request(step));
        }
      }
      long memory = server.memoryKiB("VmRSS");
      server.kill();
      return memory;
    }
  }
}
