package dev.pharos.storage.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import dev.pharos.storage.api.SampleLog;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.StorageAdmin;
import dev.pharos.storage.api.StorageStatus;
import dev.pharos.storage.api.StorageStatus.Phase;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

@Timeout(30)
class TsdbPartTest {

  private static final List<String> READY =
      List.of(
          StorageStatus.class.getName(),
          SampleWriter.class.getName() + "+" + SeriesReader.class.getName(),
          SampleLog.class.getName(),
          StorageAdmin.class.getName(),
          Exporter.class.getName());

  @TempDir Path dir;

  /** A framework that only registers services. */
  private static final class Registry {

    final Map<String, Object> services = new ConcurrentHashMap<>();
    final Map<String, Dictionary<String, ?>> properties = new ConcurrentHashMap<>();
    final BlockingQueue<String> registered = new LinkedBlockingQueue<>();

    BundleContext context() {
      return proxy(
          BundleContext.class,
          (method, arguments) -> {
            String name =
                switch (arguments[0]) {
                  case String[] names -> String.join("+", names);
                  case Class<?> type -> type.getName();
                  default -> arguments[0].toString();
                };
            @SuppressWarnings("unchecked") // What registerService takes.
            Dictionary<String, ?> told = (Dictionary<String, ?>) arguments[2];
            properties.put(name, told);
            services.put(name, arguments[1]);
            registered.add(name);
            return proxy(
                ServiceRegistration.class, (m, a) -> m.equals("unregister") ? remove(name) : null);
          });
    }

    private @Nullable Object remove(String name) {
      services.remove(name);
      return null;
    }

    <S> S service(Class<S> type) {
      return type.cast(Objects.requireNonNull(services.get(type.getName())));
    }

    Dictionary<String, ?> propertiesOf(String name) {
      return Objects.requireNonNull(properties.get(name));
    }

    void await(List<String> names) throws InterruptedException {
      for (String name : names) {
        assertEquals(name, registered.poll(20, TimeUnit.SECONDS));
      }
    }
  }

  @FunctionalInterface
  private interface Call {
    @Nullable Object answer(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                call.answer(method.getName(), arguments == null ? new Object[0] : arguments)));
  }

  private static TsdbPart.Config config(Path path, String retention) {
    return proxy(
        TsdbPart.Config.class,
        (name, arguments) ->
            switch (name) {
              case "path" -> path.toString();
              case "retention_time" -> retention;
              case "retention_size",
                  "wal_segment_size",
                  "max_block_duration",
                  "max_block_chunk_segment_size",
                  "delay_compact_file_path" ->
                  "";
              case "wal_compression", "allow_overlapping_compaction" -> true;
              case "wal_compression_type" -> "snappy";
              case "min_block_duration" -> "2h";
              case "block_reload_interval" -> "1m";
              case "no_lockfile" -> false;
              default -> 0L;
            });
  }

  @Test
  void the_status_is_there_first_and_the_rest_when_the_log_was_replayed() throws Exception {
    Registry registry = new Registry();
    TsdbPart part = new TsdbPart(registry.context(), config(dir, "15d"), new StorageSection());
    registry.await(READY);
    assertEquals(Phase.READY, registry.service(StorageStatus.class).replay().phase());
    Dictionary<String, ?> properties = registry.propertiesOf(READY.get(1));
    assertEquals("tsdb", properties.get("pharos.storage.name"));
    assertEquals("part", properties.get("pharos.storage"));
    part.close();

    assertEquals(Map.of(), registry.services);
    DirectoryLock.take(dir).close();
  }

  @Test
  void a_start_that_fails_is_told_by_the_status_and_nothing_else_is_offered() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    Registry registry = new Registry();
    TsdbPart part = new TsdbPart(registry.context(), config(file, "15d"), new StorageSection());
    StorageStatus status = registry.service(StorageStatus.class);
    while (status.replay().phase() != Phase.FAILED) {
      Thread.onSpinWait();
    }
    assertEquals(
        "the data folder " + file + " is a file; name a folder", status.replay().failure());
    assertEquals(Set.of(StorageStatus.class.getName()), registry.services.keySet());
    part.close();
    assertEquals(Map.of(), registry.services);
  }

  @Test
  void a_retention_that_is_none_is_refused() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new TsdbPart(
                    new Registry().context(), config(dir, "fifteen days"), new StorageSection()));
    assertTrue(e.toString().contains("retention.time is 'fifteen days'"), e::toString);
  }

  @Test
  void it_tells_about_itself_under_the_names_of_the_original() throws Exception {
    Registry registry = new Registry();
    TsdbPart part = new TsdbPart(registry.context(), config(dir, "15d"), new StorageSection());
    registry.await(READY);
    SampleWriter writer =
        (SampleWriter) Objects.requireNonNull(registry.services.get(READY.get(1)));
    TsdbFixture.write(writer, TsdbFixture.metric("up"), TsdbFixture.T0, 1);

    Families families = new Families();
    for (Collector collector : registry.service(Exporter.class).collectors(ExporterRequest.PLAIN)) {
      collector.collect(families);
    }
    assertEquals(1.0, families.values.get("prometheus_tsdb_head_series{}"));
    assertEquals(1.0, families.values.get("prometheus_tsdb_head_chunks{}"));
    assertEquals(
        1.0, families.values.get("prometheus_tsdb_head_samples_appended_total{type=\"float\"}"));
    assertEquals((double) TsdbFixture.T0, families.values.get("prometheus_tsdb_head_max_time{}"));
    assertTrue(families.values.getOrDefault("prometheus_tsdb_wal_storage_size_bytes{}", 0.0) > 30);
    assertEquals(1_296_000.0, families.values.get("prometheus_tsdb_retention_limit_seconds{}"));
    part.close();
  }

  /** Notes samples, and refuses a family that comes twice. */
  private static final class Families implements MetricWriter {

    final Map<String, Double> values = new ConcurrentHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final List<String> current = new ArrayList<>(List.of(""));

    @Override
    public void family(String name, MetricType type, String help, String unit) {
      assertTrue(names.add(name), name);
      assertEquals(name.endsWith("_total"), type == MetricType.COUNTER, name);
      current.set(0, name);
    }

    @Override
    public void sample(
        String suffix,
        Labels labels,
        double value,
        long timestampMillis,
        @Nullable Exemplar exemplar) {
      values.put(current.getFirst() + labels, value);
    }
  }
}
