package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.TsdbFixture.T0;
import static dev.pharos.storage.tsdb.TsdbFixture.metric;
import static dev.pharos.storage.tsdb.TsdbFixture.open;
import static dev.pharos.storage.tsdb.TsdbFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.MetricType;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.testkit.Reading;
import dev.pharos.storage.tsdb.wal.LogCompression;
import dev.pharos.storage.tsdb.wal.RecordBuffer;
import dev.pharos.storage.tsdb.wal.RecordEncoder;
import dev.pharos.storage.tsdb.wal.WriteLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lets Prometheus's own tool judge what this database writes. */
@Timeout(60)
class PrometheusReadsOursTest {

  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  @TempDir Path dir;

  @BeforeEach
  void requirePromtool() {
    assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not installed");
  }

  private List<String> dump() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(PROMTOOL.toString(), "tsdb", "dump", dir.toString())
            .redirectErrorStream(true)
            .start();
    List<String> lines = process.inputReader().lines().sorted().toList();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), lines::toString);
    return lines;
  }

  private static String line(String series, long timestamp, String value) {
    return series + " " + value + " " + timestamp;
  }

  @Test
  void every_sample_of_the_log_is_dumped() throws Exception {
    TsdbSettings settings = TsdbSettings.of(dir, Duration.ofDays(15)).withSegmentBytes(64 * 1024);
    List<String> expected = new ArrayList<>();
    try (TsdbStorage storage = open(settings)) {
      for (int i = 0; i < 2000; i++) {
        try (SampleBatch batch = storage.begin()) {
          for (String instance : List.of("a", "b", "ü")) {
            Labels labels = metric("up", "instance", instance, "batch", "" + i / 100);
            batch.append(batch.series(labels), Sample.NO_START, T0 + i * 1000L, i);
            expected.add(
                line(
                    "{__name__=\"up\", batch=\"%d\", instance=\"%s\"}".formatted(i / 100, instance),
                    T0 + i * 1000L,
                    Integer.toString(i)));
          }
          batch.commit();
        }
      }
      write(storage, metric("up"), new Sample.OfMetadata(new Metadata(MetricType.GAUGE, "h", "")));
      write(storage, metric("up"), new Sample.OfExemplar(new Exemplar(Labels.of("t", "x"), 1, T0)));
    }
    assertEquals(expected.stream().sorted().toList(), dump());
  }

  @Test
  void deleted_samples_are_not_dumped_and_a_checkpoint_is_read() throws Exception {
    TsdbSettings settings = TsdbSettings.of(dir, Duration.ofHours(4));
    Labels up = metric("up");
    try (TsdbStorage storage = open(settings)) {
      for (int hour = 0; hour < 12; hour++) {
        write(storage, up, T0 + hour * TsdbFixture.HOUR, hour);
        storage.upkeep().compact();
      }
      long ninth = T0 + 9 * TsdbFixture.HOUR;
      new TsdbAdmin(storage)
          .delete(Access.system(), new TimeRange(ninth, ninth + 1), List.of(Matcher.metric("up")));
    }
    try (var files = Files.list(dir.resolve("wal"))) {
      assertTrue(files.anyMatch(file -> file.getFileName().toString().startsWith("checkpoint.")));
    }
    List<String> dumped = dump();
    List<String> expected =
        Arrays.stream(new int[] {4, 5, 6, 7, 8, 10, 11}) // Blocks go as a whole.
            .mapToObj(hour -> line("{__name__=\"up\"}", T0 + hour * TsdbFixture.HOUR, "" + hour))
            .sorted()
            .toList();
    assertEquals(expected, dumped);
  }

  @Test
  void full_chunks_are_read_from_the_disk_by_prometheus_too() throws Exception {
    Path data = dir.resolve("data");
    long start = System.currentTimeMillis() / 1000 * 1000 - 3 * TsdbFixture.HOUR;
    List<String> written = new ArrayList<>();
    Labels a = metric("up", "instance", "a");
    long seriesA;
    try (TsdbStorage storage = open(TsdbSettings.of(data, Duration.ofDays(15)))) {
      seriesA = storage.begin().series(a);
      for (int i = 0; i < 600; i++) {
        long at = start + i * 15_000L;
        write(storage, a, at, i * 0.25);
        write(storage, metric("up", "instance", "b"), at, 1);
        written.add(Reading.value(at, i * 0.25));
      }
    }
    long now = System.currentTimeMillis();
    try (var prometheus = new PrometheusServer(data, dir, "global: {}")) {
      assertEquals(written, prometheus.samples("up{instance=\"a\"}[4h]", now));
      String log = prometheus.log().replaceAll(".*lockfile.*", "");
      assertFalse(log.contains("level=error") || log.contains("level=warn"), log);
    }

    // With a log that tells of the series alone, what it shows can only be from the chunks.
    emptyLog(data, seriesA, a);
    try (var prometheus = new PrometheusServer(data, dir, "global: {}")) {
      List<String> found = prometheus.samples("up{instance=\"a\"}[4h]", now);
      assertTrue(found.size() > 480, found::toString);
      assertEquals(written.subList(0, found.size()), found);
    }
  }

  @Test
  void late_samples_are_read_by_prometheus_too() throws Exception {
    Path data = dir.resolve("data");
    long now = System.currentTimeMillis() / 1000 * 1000;
    List<String> written = new ArrayList<>();
    try (TsdbStorage storage = open(TsdbSettings.of(data, Duration.ofDays(15)))) {
      storage.head().outOfOrderWindow(Duration.ofHours(2));
      for (int i = 100; i >= 0; i--) {
        write(storage, metric("up", "instance", "a"), now - i * 30_000L, i * 0.25);
      }
      for (int i = 0; i < 100; i++) {
        write(storage, metric("up", "instance", "a"), now - 15_000L - i * 30_000L, -i);
      }
      for (int i = 200; i >= 0; i--) {
        written.add(
            Reading.value(now - i * 15_000L, i % 2 == 0 ? i * 0.125 : -Math.floorDiv(i, 2)));
      }
    }
    try (var prometheus = new PrometheusServer(data, dir, LATE)) {
      assertEquals(written, prometheus.samples("up{instance=\"a\"}[4h]", now));
      String log = prometheus.log().replaceAll(".*lockfile.*", "");
      assertFalse(log.contains("level=error") || log.contains("level=warn"), log);
    }
  }

  private static final String LATE =
      """
      global: {}
      storage: {tsdb: {out_of_order_time_window: 2h}}
      """;

  private static void emptyLog(Path data, long reference, Labels labels) throws IOException {
    Path wal = data.resolve("wal");
    try (Stream<Path> segments = Files.list(wal)) {
      for (Path segment : segments.toList()) {
        Files.delete(segment);
      }
    }
    try (WriteLog log = WriteLog.open(wal, 0, WriteLog.SEGMENT_BYTES, LogCompression.NONE)) {
      RecordBuffer records = new RecordBuffer();
      RecordEncoder encoder = new RecordEncoder(records);
      encoder.series(reference, labels);
      encoder.finish();
      log.append(records);
    }
  }
}
