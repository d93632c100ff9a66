package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.TsdbFixture.metric;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.Labels;
import dev.pharos.storage.api.StorageTool;
import dev.pharos.storage.testkit.Reading;
import dev.pharos.storage.tsdb.compact.CompactionRules;
import dev.pharos.storage.tsdb.interop.Peer;
import dev.pharos.storage.tsdb.tool.TsdbTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Samples that came out of order, in what Debian's Prometheus writes and in what it reads. */
@Timeout(120)
class PrometheusLateSamplesTest {

  private static final long STEP = 30_000;
  private static final int STEPS = 720;
  private static final int BATCH = 20;
  private static final Duration BLOCK = Duration.ofMinutes(30);
  private static final String CONFIG = "storage:\n  tsdb:\n    out_of_order_time_window: 8h\n";

  private static final List<Labels> SERIES =
      List.of(metric("late", "n", "1"), metric("late", "n", "2"), metric("late", "n", "3"));

  /** Takes samples of a series. */
  private interface Sink {
    void write(Labels labels, NavigableMap<Long, Double> samples) throws Exception;
  }

  /** Has blocks made of what is there. */
  private interface Compaction {
    void run() throws Exception;
  }

  @TempDir Path dir;

  private final Random random = new Random(4);
  private final long start = Instant.now().toEpochMilli() / STEP * STEP - STEPS * STEP;

  @BeforeEach
  void requirePeer() {
    Peer.require();
  }

  private long millis(long step) {
    return start + step * STEP;
  }

  private static double value(int series, long step) {
    return step * (series + 0.5);
  }

  private static boolean isLate(long step) {
    return step % 3 == 1;
  }

  private void inOrder(Sink sink, int from, int to) throws Exception {
    for (int first = from; first < to; first += BATCH) {
      write(sink, steps(first, Math.min(to, first + BATCH), step -> !isLate(step)));
    }
  }

  private void late(Sink sink, int from, int to) throws Exception {
    List<Long> steps = steps(from, to, PrometheusLateSamplesTest::isLate);
    Collections.shuffle(steps, random);
    for (int first = 0; first < steps.size(); first += BATCH) {
      write(sink, steps.subList(first, Math.min(steps.size(), first + BATCH)));
    }
  }

  private static List<Long> steps(int from, int to, LongPredicate which) {
    List<Long> steps = new ArrayList<>();
    for (long step = from; step < to; step++) {
      if (which.test(step)) {
        steps.add(step);
      }
    }
    return steps;
  }

  private void write(Sink sink, List<Long> steps) throws Exception {
    for (int series = 0; series < SERIES.size(); series++) {
      NavigableMap<Long, Double> samples = new TreeMap<>();
      for (long step : steps) {
        samples.put(millis(step), value(series, step));
      }
      sink.write(SERIES.get(series), samples);
    }
  }

  /** Blocks with late samples in them, then late samples that are in the log and in chunks. */
  private void history(Sink sink, Path data, Compaction compaction) throws Exception {
    inOrder(sink, 0, 480);
    late(sink, 100, 480);
    inOrder(sink, 480, 660);
    compaction.run();
    awaitBlocksOfLateSamples(data);
    late(sink, 480, 650);
    inOrder(sink, 660, 670);
  }

  /** Their log is cut once they are in blocks. */
  private static void awaitBlocksOfLateSamples(Path data) throws Exception {
    while (Files.exists(data.resolve("wbl/00000000"))) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private List<String> expected(int series) {
    List<String> expected = new ArrayList<>();
    for (long step = 0; step < 670; step++) {
      if (!isLate(step) || (step >= 100 && step < 650)) {
        expected.add(Reading.value(millis(step), value(series, step)));
      }
    }
    return expected;
  }

  @Test
  void what_prometheus_has_of_them_when_it_is_killed_opens_with_every_sample_equal()
      throws Exception {
    Path data = dir.resolve("data");
    String[] flags = {
      "--web.enable-remote-write-receiver",
      "--storage.tsdb.min-block-duration=30m",
      "--storage.tsdb.max-block-duration=2h"
    };
    try (Peer peer = Peer.start(data, CONFIG, flags)) {
      history(peer::write, data, () -> {}); // It compacts by itself.
      peer.kill();
    }
    requireLateParts(data);
    List<StorageTool.Finding> findings = new ArrayList<>();
    new TsdbTool().check(data, findings::add, place -> {});
    assertEquals(List.of(), findings);
    try (StorageTool.Reading reading = new TsdbTool().open(data)) {
      for (int i = 0; i < SERIES.size(); i++) {
        assertEquals(expected(i), TsdbFixture.samples(reading, SERIES.get(i)), "the tool");
      }
    }
    for (int round = 0; round < 2; round++) {
      try (TsdbStorage storage = TsdbFixture.open(settings(data))) {
        for (int i = 0; i < SERIES.size(); i++) {
          assertEquals(expected(i), TsdbFixture.samples(storage, SERIES.get(i)), "start " + round);
        }
        storage.upkeep().compact();
        for (int i = 0; i < SERIES.size(); i++) {
          assertEquals(expected(i), TsdbFixture.samples(storage, SERIES.get(i)), "compacted");
        }
      }
    }
  }

  @Test
  void what_this_database_has_of_them_when_it_is_killed_opens_in_prometheus() throws Exception {
    Path data = dir.resolve("ours");
    Path killed = dir.resolve("killed");
    try (TsdbStorage storage = TsdbFixture.open(settings(data))) {
      storage.head().outOfOrderWindow(Duration.ofHours(8));
      Sink sink =
          (labels, samples) -> {
            for (var sample : samples.entrySet()) {
              TsdbFixture.write(storage, labels, sample.getKey(), sample.getValue());
            }
          };
      Compaction compaction =
          () -> {
            // What was late in the round before keeps the head from being cut in this one.
            storage.upkeep().compact();
            storage.upkeep().compact();
          };
      history(sink, data, compaction);
      copy(data, killed);
    }
    requireLateParts(killed);
    try (PrometheusServer prometheus = new PrometheusServer(killed, dir, CONFIG)) {
      for (int i = 0; i < SERIES.size(); i++) {
        String query = "late{n=\"" + (i + 1) + "\"}[10h]";
        assertEquals(expected(i), prometheus.samples(query, millis(STEPS)), prometheus.log());
      }
    }
  }

  private static TsdbSettings settings(Path data) {
    return TsdbSettings.of(data, Duration.ofDays(15))
        .withBlocks(CompactionRules.DEFAULT.with(BLOCK, Duration.ofMinutes(1)));
  }

  private static void requireLateParts(Path data) throws IOException {
    assertFalse(new TsdbTool().blocks(data).isEmpty());
    try (Stream<Path> segments = Files.list(data.resolve("wbl"))) {
      assertTrue(segments.anyMatch(segment -> segment.toFile().length() > 0));
    }
    assertFalse(Files.exists(data.resolve("wbl/00000000")));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
    Files.deleteIfExists(to.resolve("lock"));
  }
}
