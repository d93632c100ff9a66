package dev.pharos.storage.tsdb;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pharos.storage.tsdb.interop.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder is used by this database or by a Prometheus, not by both. */
@Timeout(120)
class PrometheusLockTest {

  /** Debian's takes its lock only if it is told to; others always. */
  private static final String USE_LOCK = "--storage.tsdb.use-lockfile";

  @TempDir Path dir;

  @BeforeEach
  void requirePeer() throws Exception {
    Peer.require();
    Process help =
        new ProcessBuilder("/usr/bin/prometheus", "--help").redirectErrorStream(true).start();
    List<String> lines = help.inputReader().lines().toList();
    help.waitFor();
    assumeTrue(lines.toString().contains(USE_LOCK), "this Prometheus has another flag");
  }

  @Test
  void a_running_prometheus_is_noticed_and_named() throws Exception {
    Path data = dir.resolve("data");
    TsdbSettings settings = TsdbSettings.of(data, Duration.ofDays(15));
    try (Peer peer = Peer.start(data, "global: {}\n", USE_LOCK)) {
      IOException e = assertThrows(IOException.class, () -> TsdbFixture.open(settings));
      assertTrue(
          String.valueOf(e.getMessage()).contains("is in use by process " + peer.pid() + ","),
          e::toString);
      peer.kill();
    }
    TsdbFixture.open(settings).close();
  }

  @Test
  void a_prometheus_notices_this_database_and_starts_once_it_is_closed() throws Exception {
    Path data = dir.resolve("data");
    Path config = Files.writeString(dir.resolve("prometheus.yml"), "global: {}\n");
    try (TsdbStorage storage = TsdbFixture.open(TsdbSettings.of(data, Duration.ofDays(15)))) {
      Process second =
          new ProcessBuilder(
                  "/usr/bin/prometheus",
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + data,
                  "--web.listen-address=127.0.0.1:0",
                  USE_LOCK)
              .redirectErrorStream(true)
              .start();
      try {
        List<String> lines = second.inputReader().lines().toList();
        assertTrue(second.waitFor(30, TimeUnit.SECONDS), storage::toString);
        assertNotEquals(0, second.exitValue());
        assertTrue(lines.toString().contains("lock DB directory"), lines::toString);
      } finally {
        second.destroyForcibly();
      }
    }
    try (Peer peer = Peer.start(data, "global: {}\n", USE_LOCK)) {
      assertTrue(peer.pid() > 0);
    }
  }
}
