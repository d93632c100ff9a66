package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.TsdbFixture.HOUR;
import static dev.pharos.storage.tsdb.TsdbFixture.T0;
import static dev.pharos.storage.tsdb.TsdbFixture.metric;
import static dev.pharos.storage.tsdb.TsdbFixture.open;
import static dev.pharos.storage.tsdb.TsdbFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.MetricType;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.model.StaleNaN;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.tsdb.block.BlockMeta.Stats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the database tells about itself, and how that is told by the original. */
class TsdbMetricsTest {

  private static final Path LIST = Path.of("../../../docs/parity/prometheus-tsdb-metrics.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(prometheus_tsdb_\\w+)` \\| (\\w+) \\|");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (prometheus_tsdb_\\w+) (\\w+)$");
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^(prometheus_tsdb_\\w+)(?:\\{([^}]*)\\})? ");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  private static final Labels UP = metric("up", "instance", "a");
  private static final long MINUTE = 60_000;

  @TempDir Path dir;

  private TsdbStorage storage;

  @BeforeEach
  void start() throws IOException {
    storage = open(settings());
  }

  @AfterEach
  void stop() throws IOException {
    storage.close();
  }

  private TsdbSettings settings() {
    return TsdbSettings.of(dir.resolve("data"), Duration.ofDays(15));
  }

  private Told told() throws Exception {
    Told told = new Told();
    for (Collector collector : new TsdbExporter(storage).collectors(ExporterRequest.PLAIN)) {
      collector.collect(told);
    }
    return told;
  }

  private void takeLateSamples() {
    storage.apply(
        new FileSettings(
            Duration.ofHours(1), FileSettings.Retention.NONE, FileSettings.NONE.maxExemplars()));
  }

  private void writeLate() throws Exception {
    takeLateSamples();
    write(storage, UP, T0 + 10 * MINUTE, 1);
    write(storage, UP, T0, 1);
  }

  private static Map<String, String> listed() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    var rows = ROW.matcher(Files.readString(LIST));
    while (rows.find()) {
      listed.put(rows.group(1), rows.group(2));
    }
    return listed;
  }

  @Test
  void the_list_names_what_is_told_and_nothing_else() throws Exception {
    writeLate();
    Set<String> done = new TreeSet<>(listed().keySet());
    listed().forEach((name, state) -> done.removeIf(n -> n.equals(name) && state.equals("not")));

    Set<String> told = new TreeSet<>(told().types.keySet());
    told.removeIf(name -> !name.startsWith("prometheus_tsdb_"));
    assertEquals(done, told);
  }

  @Test
  void the_installed_prometheus_tells_nothing_that_is_not_told_alike_or_listed_with_a_reason()
      throws Exception {
    writeLate();
    Map<String, String> types = new TreeMap<>();
    Map<String, Set<String>> labels = new TreeMap<>();
    try (PrometheusServer original =
        new PrometheusServer(
            dir.resolve("original"), dir, "storage: {tsdb: {out_of_order_time_window: 1h}}\n")) {
      String metrics = original.metrics();
      var families = TYPE.matcher(metrics);
      while (families.find()) {
        types.put(families.group(1), families.group(2));
      }
      var samples = SAMPLE.matcher(metrics);
      while (samples.find()) {
        var names = LABEL.matcher(samples.group(2) == null ? "" : samples.group(2));
        Set<String> ofSample = labels.computeIfAbsent(samples.group(1), n -> new TreeSet<>());
        while (names.find()) {
          ofSample.add(names.group(1));
        }
      }
    }
    Told ours = told();
    for (String name : listed().keySet()) {
      if (listed().get(name).equals("not")) {
        types.remove(name);
      }
    }
    assertTrue(types.size() > 50, types::toString);
    Map<String, String> same = new TreeMap<>(ours.types);
    same.keySet().retainAll(types.keySet());
    assertEquals(types, same);
    // Later versions have a type of sample here and there where that one has none.
    for (Map.Entry<String, Set<String>> series : labels.entrySet()) {
      Set<String> told = ours.labels.getOrDefault(series.getKey(), series.getValue());
      assertTrue(told.containsAll(series.getValue()), () -> series + " is told with " + told);
    }
  }

  private double sum(ToLongFunction<Stats> figure) {
    return (double)
        storage.blocks().metas().stream().mapToLong(meta -> figure.applyAsLong(meta.stats())).sum();
  }

  @Test
  void compactions_tell_of_their_chunks_and_how_long_they_took() throws Exception {
    try (SampleBatch batch = storage.begin()) {
      long series = batch.series(UP);
      for (long at = T0; at < T0 + 5 * HOUR; at += MINUTE) {
        assertEquals(Outcome.ACCEPTED, batch.append(series, 0, at, (double) (at % 7)));
      }
      batch.commit();
    }
    storage.upkeep().compact();
    double blocks = storage.blocks().metas().size();
    assertTrue(blocks > 0);
    double chunks = sum(Stats::chunks);
    double samples = sum(Stats::samples);

    Told told = told();
    assertEquals(blocks, told.value("prometheus_tsdb_compaction_duration_seconds_count{}"));
    assertTrue(told.value("prometheus_tsdb_compaction_duration_seconds_sum{}") > 0);
    assertEquals(chunks, told.value("prometheus_tsdb_compaction_chunk_samples_count{}"));
    assertEquals(samples, told.value("prometheus_tsdb_compaction_chunk_samples_sum{}"));
    assertEquals(chunks, told.value("prometheus_tsdb_compaction_chunk_size_bytes_count{}"));
    assertEquals(
        (samples - chunks) * MINUTE,
        told.value("prometheus_tsdb_compaction_chunk_range_seconds_sum{}"));
    assertEquals(0, told.value("prometheus_tsdb_compaction_populating_block{}"));
    assertEquals(blocks, told.value("prometheus_tsdb_head_gc_duration_seconds_count{}"));
    assertTrue(told.value("prometheus_tsdb_symbol_table_size_bytes{}") > 0);
    assertTrue(told.value("prometheus_tsdb_mmap_chunks_total{}") > 0);
    assertTrue(told.value("prometheus_tsdb_wal_fsync_duration_seconds_count{}") > 0);
    assertTrue(told.value("prometheus_tsdb_wal_fsync_duration_seconds{quantile=\"0.9\"}") > 0);
    assertTrue(told.value("prometheus_tsdb_wal_page_flushes_total{}") > 0);

    TsdbAdmin admin = new TsdbAdmin(storage);
    admin.delete(
        Access.system(), new TimeRange(T0, T0 + 10 * MINUTE), List.of(Matcher.metric("up")));
    admin.cleanTombstones(Access.system());
    assertEquals(1, told().value("prometheus_tsdb_tombstone_cleanup_seconds_count{}"));
    assertEquals(
        chunks, told().value("prometheus_tsdb_compaction_chunk_samples_count{}"), "not the first");
  }

  @Test
  void what_came_late_is_counted_with_how_late_it_was() throws Exception {
    writeLate();
    try (SampleBatch batch = storage.begin()) {
      long series = batch.series(UP);
      assertEquals(Outcome.TOO_OLD, batch.append(series, 0, T0 - 3 * HOUR, 1));
    }
    Told told = told();
    assertEquals(2, told.value("prometheus_tsdb_sample_ooo_delta_count{}"));
    assertEquals(600 + 3 * 3600 + 600, told.value("prometheus_tsdb_sample_ooo_delta_sum{}"));
    assertEquals(1, told.value("prometheus_tsdb_sample_ooo_delta_bucket{le=\"600\"}"));
    assertEquals(1, told.value("prometheus_tsdb_too_old_samples_total{type=\"float\"}"));
    assertEquals(0, told.value("prometheus_tsdb_out_of_order_wbl_segment_current{}"));
    assertTrue(told.value("prometheus_tsdb_out_of_order_wbl_storage_size_bytes{}") > 0);
    assertEquals(1, told.value("prometheus_tsdb_out_of_order_wbl_record_part_writes_total{}"));
  }

  @Test
  void series_that_ended_and_those_of_histograms_are_counted() throws Exception {
    write(storage, UP, T0, 1);
    write(storage, metric("gone"), T0, StaleNaN.VALUE);
    NativeHistogram.Span[] spans = {new NativeHistogram.Span(0, 3)};
    write(
        storage,
        metric("latency"),
        new Sample.Histogram(
            Sample.NO_START,
            T0,
            new NativeHistogram.Counts(
                NativeHistogram.ResetHint.UNKNOWN,
                0,
                0.001,
                0,
                6,
                9,
                spans,
                new long[] {1, 2, 3},
                new NativeHistogram.Span[0],
                new long[0],
                new double[0])));
    for (int round = 0; round < 2; round++) {
      Told told = told();
      assertEquals(3, told.value("prometheus_tsdb_head_series{}"));
      assertEquals(1, told.value("prometheus_tsdb_head_stale_series{}"));
      assertEquals(1, told.value("prometheus_tsdb_head_native_histogram_series{}"));
      assertEquals(3, told.value("prometheus_tsdb_head_native_histogram_buckets{}"));
      storage.close();
      storage = open(settings());
    }
  }

  @Test
  void a_start_after_a_kill_is_no_clean_one() throws Exception {
    assertEquals(1, told().value("prometheus_tsdb_clean_start{}"));
    storage.close();
    storage = open(settings());
    assertEquals(1, told().value("prometheus_tsdb_clean_start{}"));
    storage.close();
    Files.writeString(dir.resolve("data/lock"), "999999999\n");
    storage = open(settings());
    assertEquals(0, told().value("prometheus_tsdb_clean_start{}"));
  }

  /** Notes families and samples. */
  private static final class Told implements MetricWriter {

    final Map<String, String> types = new TreeMap<>();
    final Map<String, Set<String>> labels = new TreeMap<>();
    private final Map<String, Double> values = new TreeMap<>();
    private String family = "";

    @Override
    public void family(String name, MetricType type, String help, String unit) {
      family = name;
      types.put(name, type.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void sample(
        String suffix, Labels labels, double value, long timestampMillis, @Nullable Exemplar e) {
      Set<String> names = this.labels.computeIfAbsent(family + suffix, n -> new TreeSet<>());
      names.addAll(labels.toMap().keySet());
      values.put(family + suffix + labels, value);
    }

    double value(String series) {
      assertTrue(values.containsKey(series), () -> series + " in " + values.keySet());
      return values.get(series);
    }
  }
}
