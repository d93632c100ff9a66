package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.distribution.exam.InContainer;
import dev.pharos.extension.api.ExtensionException;
import dev.pharos.extension.api.Extensions;
import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.Principal;
import dev.pharos.identity.api.Role;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.api.StorageRole;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A second storage comes and goes while the platform runs, and the main one stays. */
@InContainer(Shipped.class)
class StorageHotPlugIT {

  private static final Principal ADMIN = new Principal("ada", Role.ADMIN);
  private static final String MEMORY = "dev.pharos.storage.memory";
  private static final String TSDB = "dev.pharos.storage.tsdb";
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  private BundleContext context;

  /** A metric that no other test of this container has. */
  private final String metric = "hot_plug_" + System.nanoTime();

  private final long now = System.currentTimeMillis();

  @BeforeEach
  void take(BundleContext injected) {
    context = injected;
  }

  @AfterEach
  void restore() throws Exception {
    configuration().delete();
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getSymbolicName().equals(MEMORY)) {
        bundle.uninstall();
      }
      if (bundle.getSymbolicName().equals(TSDB)) {
        bundle.start();
      }
    }
    Eventually.within(
        SOON, "the main storage is back", () -> there(SampleWriter.class, StorageRole.MAIN_FILTER));
  }

  @Test
  void a_second_storage_is_read_and_written_soon_and_when_it_goes_queries_say_so()
      throws Exception {
    write(StorageRole.MAIN_FILTER, "both", now, 1);

    Bundle memory = install();
    Eventually.within(
        SOON,
        "what only the second storage holds is read",
        () -> {
          write(part("memory"), "second", now, 7);
          return read().contains("second " + now + "=7.0");
        });
    AtomicLong attempts = new AtomicLong();
    Eventually.within(
        SOON,
        "what is written comes to the second storage",
        () -> {
          write(StorageRole.MAIN_FILTER, "tried", now + attempts.incrementAndGet(), 1);
          return !samples(part("memory"), "tried").isEmpty();
        });
    write(StorageRole.MAIN_FILTER, "both", now + 1, 2);
    write(StorageRole.MAIN_FILTER, "both", now + 2, 3);

    List<String> both =
        List.of("both " + now + "=1.0", "both " + (now + 1) + "=2.0", "both " + (now + 2) + "=3.0");
    assertEquals(both, samples(StorageRole.MAIN_FILTER, "both"), "none lost, none twice");
    assertEquals(both, samples(part("tsdb"), "both"));
    assertEquals(both.subList(1, 3), samples(part("memory"), "both"));
    assertEquals(List.of(), warnings());

    memory.uninstall();
    Eventually.within(SOON, "the warning names it", () -> warnings().toString().contains("memory"));
    assertEquals(both, samples(StorageRole.MAIN_FILTER, "both"));

    install();
    Eventually.within(SOON, "nothing is missing any more", () -> warnings().isEmpty());
  }

  @Test
  void the_main_storage_is_stopped_only_if_another_takes_over() throws Exception {
    Extensions extensions = Osgi.call(context, Extensions.class, service -> service);
    long tsdb =
        extensions.list().stream()
            .filter(e -> e.name().equals(TSDB))
            .findFirst()
            .orElseThrow()
            .id();

    ExtensionException refused =
        assertThrows(ExtensionException.class, () -> extensions.stop(ADMIN, tsdb));
    assertTrue(refused.toString().contains("main storage part tsdb"), refused::toString);
    write(StorageRole.MAIN_FILTER, "first", now, 1);

    install();
    Eventually.within(
        SOON,
        "the first can go, as the second is there",
        () -> {
          extensions.stop(ADMIN, tsdb);
          return true;
        });
    Eventually.within(
        SOON,
        "the second has taken over",
        () -> {
          write(StorageRole.MAIN_FILTER, "second", now, 2);
          return read().contains("second " + now + "=2.0");
        });
    assertTrue(warnings().toString().contains("tsdb"), warnings()::toString);

    extensions.start(ADMIN, tsdb);
    Eventually.within(
        SOON,
        "the first leads again and both are read",
        () ->
            read().containsAll(List.of("first " + now + "=1.0", "second " + now + "=2.0"))
                && warnings().isEmpty());
  }

  private Bundle install() throws Exception {
    Path jar = Path.of(System.getProperty("itest.examples"), MEMORY + ".jar");
    try (InputStream bytes = Files.newInputStream(jar)) {
      Bundle bundle = context.installBundle("test:" + MEMORY, bytes);
      bundle.start();
      configuration().update(FrameworkUtil.asDictionary(Map.of("retention.hours", 2)));
      return bundle;
    }
  }

  private Configuration configuration() throws Exception {
    ServiceReference<ConfigurationAdmin> admin =
        context.getServiceReference(ConfigurationAdmin.class);
    try {
      return context.getService(admin).getConfiguration(MEMORY, "?");
    } finally {
      context.ungetService(admin);
    }
  }

  private static String part(String name) {
    return "(" + StorageRole.NAME + "=" + name + ")";
  }

  private boolean there(Class<?> type, String filter) throws Exception {
    return !context.getServiceReferences(type, filter).isEmpty();
  }

  @FunctionalInterface
  private interface Use<S, T> {
    T with(S service) throws Exception;
  }

  private <S, T> T use(Class<S> type, String filter, Use<S, T> use) throws Exception {
    Collection<ServiceReference<S>> found = context.getServiceReferences(type, filter);
    assertEquals(1, found.size(), filter);
    ServiceReference<S> reference = found.iterator().next();
    try {
      return use.with(context.getService(reference));
    } finally {
      context.ungetService(reference);
    }
  }

  private void write(String storage, String series, long timestamp, double value) throws Exception {
    use(
        SampleWriter.class,
        storage,
        writer -> {
          try (SampleBatch batch = writer.begin()) {
            long reference = batch.series(Labels.of("__name__", metric, "x", series));
            batch.append(reference, Sample.NO_START, timestamp, value);
            batch.commit();
            return reference;
          }
        });
  }

  private <T> T select(String storage, Use<SeriesSet, T> use) throws Exception {
    return use(
        SeriesReader.class,
        storage,
        reader -> {
          try (SeriesSet set =
              reader.select(Access.system(), ALWAYS, List.of(Matcher.metric(metric)))) {
            return use.with(set);
          }
        });
  }

  private List<String> read() throws Exception {
    return select(StorageRole.MAIN_FILTER, StorageHotPlugIT::all);
  }

  private List<String> samples(String storage, String series) throws Exception {
    List<String> samples = new ArrayList<>(select(storage, StorageHotPlugIT::all));
    samples.removeIf(sample -> !sample.startsWith(series + " "));
    return samples;
  }

  private List<String> warnings() throws Exception {
    return select(
        StorageRole.MAIN_FILTER,
        set -> {
          all(set);
          return set.warnings();
        });
  }

  private static List<String> all(SeriesSet set) throws StorageException {
    List<String> samples = new ArrayList<>();
    while (set.next()) {
      SampleCursor cursor = set.samples();
      while (cursor.next() == SampleCursor.Kind.VALUE) {
        samples.add(set.labels().get("x") + " " + cursor.timestampMillis() + "=" + cursor.value());
      }
    }
    return samples;
  }
}
