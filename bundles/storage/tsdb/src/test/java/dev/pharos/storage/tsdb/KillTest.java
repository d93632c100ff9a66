package dev.pharos.storage.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.storage.testkit.Reading;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that appends, again and again, and looks for every batch it had acknowledged.
 *
 * <p>The system property {@code pharos.kills} asks for more kills than the short form's.
 */
@Timeout(600)
class KillTest {

  private static final int KILLS = Integer.getInteger("pharos.kills", 20);
  private static final int LEAST_KILLS = 5;
  private static final Duration SHORT_FORM = Duration.ofSeconds(15);

  @TempDir Path dir;

  @Test
  void nothing_that_was_acknowledged_is_lost_by_a_kill() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long start = System.nanoTime();
    long acknowledged = -1;
    for (int kill = 0; kill < KILLS; kill++) {
      boolean late = System.nanoTime() - start > SHORT_FORM.toNanos();
      if (late && kill >= LEAST_KILLS && KILLS == 20) {
        break;
      }
      long before = acknowledged;
      acknowledged = appendAndKill(1 + random.nextInt(1500));
      assertTrue(acknowledged > before, "acknowledged after " + before + ", seed " + seed);
      assertAllThere(acknowledged, " after kill " + kill + ", seed " + seed);
    }
  }

  /** Lets a process append so many batches and some more; tells the last it acknowledged. */
  private long appendAndKill(int batches) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                AppendingProcess.class.getName(),
                dir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long last = -1;
    try (BufferedReader acknowledgements = process.inputReader()) {
      int read = 0;
      for (String line = acknowledgements.readLine();
          line != null;
          line = acknowledgements.readLine()) {
        last = Long.parseLong(line);
        read++;
        if (read == batches) {
          // By its handle, which leaves the pipe open: what it told before it died counts.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return last;
  }

  private void assertAllThere(long acknowledged, String when) throws IOException {
    try (TsdbStorage storage = TsdbFixture.open(AppendingProcess.settings(dir))) {
      assertEquals(0, storage.figures().corruptions.sum(), "damage" + when);
      Map<Labels, List<String>> steady = TsdbFixture.read(storage, Matcher.metric("steady"));
      assertEquals(AppendingProcess.STEADY, steady.size(), when);
      for (Map.Entry<Labels, List<String>> series : steady.entrySet()) {
        assertBatches(series.getKey(), series.getValue(), 0, 1, acknowledged, when);
      }
      Map<Labels, List<String>> changing = TsdbFixture.read(storage, Matcher.metric("changing"));
      for (int i = 0; i < AppendingProcess.CHANGING && i <= acknowledged; i++) {
        Labels labels = AppendingProcess.changing(i);
        List<String> samples = changing.getOrDefault(labels, List.of());
        assertBatches(labels, samples, i, AppendingProcess.CHANGING, acknowledged, when);
      }
    }
  }

  /** Every batch from the first on is there once; at the end one more may be, unacknowledged. */
  private static void assertBatches(
      Labels labels, List<String> samples, int first, int step, long acknowledged, String when) {
    long batch = first;
    for (String sample : samples) {
      assertEquals(
          Reading.value(AppendingProcess.timestamp(batch), (double) batch),
          sample,
          () -> labels + when);
      batch += step;
    }
    assertTrue(
        batch > acknowledged && batch <= acknowledged + 1 + step,
        labels + " ends before " + batch + ", acknowledged is " + acknowledged + when);
  }
}
