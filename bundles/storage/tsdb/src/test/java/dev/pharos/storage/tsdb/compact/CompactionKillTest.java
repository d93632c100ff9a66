package dev.pharos.storage.tsdb.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.Labels;
import dev.pharos.storage.tsdb.block.Block;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that compacts, again and again, and looks for every sample it had written.
 *
 * <p>The system property {@code pharos.kills} asks for more kills than the short form's.
 */
@Timeout(600)
class CompactionKillTest {

  private static final int KILLS = Integer.getInteger("pharos.kills", 20);
  private static final int LEAST_KILLS = 5;
  private static final Duration SHORT_FORM = Duration.ofSeconds(12);

  @TempDir Path dir;

  private int lastWritten = -2;
  private int lastDeleted = -1;

  /** Number from which on the process running wrote. */
  private int from;

  /** Of the blocks at which a process was killed, whether they were found since. */
  private final NavigableMap<Integer, Boolean> doubtful = new TreeMap<>();

  @Test
  void every_sample_is_there_once_after_a_kill_at_any_moment() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long start = System.nanoTime();
    for (int kill = 0; kill < KILLS; kill++) {
      boolean late = System.nanoTime() - start > SHORT_FORM.toNanos();
      if (late && kill >= LEAST_KILLS && KILLS == 20) {
        break;
      }
      from = lastWritten + 2;
      compactAndKill(1 + random.nextInt(9), random.nextInt(60));
      doubtful.putIfAbsent(lastWritten + 1, false);
      check("after kill " + kill + ", seed " + seed);
    }
  }

  /** Lets a process do so many things and some milliseconds' work more. */
  private void compactAndKill(int things, int millis) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                CompactingProcess.class.getName(),
                dir.toString(),
                Integer.toString(from))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader told = process.inputReader()) {
      int read = 0;
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        int number = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
        if (line.startsWith("wrote")) {
          lastWritten = number;
        } else {
          lastDeleted = number;
        }
        read++;
        if (read == things) {
          process.waitFor(millis, TimeUnit.MILLISECONDS);
          // By its handle, which leaves the pipe open: what it told before it died counts.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertTrue(lastWritten >= from, "the process told of nothing");
  }

  private void check(String when) throws IOException {
    NavigableMap<Labels, NavigableMap<Long, String>> found = new TreeMap<>();
    try (BlockFolder folder = BlockFolder.open(dir, new CompactionFigures());
        BlockList list = folder.blocks()) {
      assertEquals(0, folder.setAside().size(), () -> folder.setAside() + when);
      for (Block block : list.blocks()) {
        Samples.of(block)
            .forEach(
                (labels, samples) -> {
                  Map<Long, String> all = found.computeIfAbsent(labels, unknown -> new TreeMap<>());
                  samples.forEach(
                      (at, value) ->
                          assertEquals(null, all.put(at, value), labels + " twice " + when));
                });
      }
    }
    for (int number = 0; number <= lastWritten + 1; number++) {
      if (isThere(number, found)) {
        assertBlock(number, found, when);
        doubtful.replace(number, true);
      } else {
        assertFalse(doubtful.getOrDefault(number, number <= lastWritten), "block " + number + when);
      }
    }
    try (var entries = Files.list(dir)) {
      assertFalse(entries.anyMatch(entry -> entry.toString().contains("tmp-for")), when);
    }
  }

  private static boolean isThere(
      int number, NavigableMap<Labels, NavigableMap<Long, String>> found) {
    NavigableMap<Long, String> samples = found.get(CompactingProcess.kept(0));
    return samples != null && samples.containsKey(CompactingProcess.timestamp(number, 0));
  }

  private void assertBlock(
      int number, NavigableMap<Labels, NavigableMap<Long, String>> found, String when) {
    String value = Samples.value(number);
    for (int i = 0; i < CompactingProcess.SAMPLES; i++) {
      long at = CompactingProcess.timestamp(number, i);
      for (int series = 0; series < CompactingProcess.SERIES; series++) {
        assertEquals(
            value,
            found.getOrDefault(CompactingProcess.kept(series), new TreeMap<>()).get(at),
            when);
      }
      Map<Long, String> dropped =
          found.getOrDefault(CompactingProcess.dropped(number), new TreeMap<>());
      if (number <= lastDeleted) {
        assertFalse(dropped.containsKey(at), "deleted samples of " + number + when);
      } else if (!mayBeDeleted(number)) {
        assertEquals(value, dropped.get(at), when);
      }
    }
  }

  /** Whether a deletion may have come through before the process could tell. */
  private boolean mayBeDeleted(int number) {
    int last = Math.floorDiv(lastWritten, CompactingProcess.DELETING) * CompactingProcess.DELETING;
    return last > lastDeleted && number <= last;
  }
}
