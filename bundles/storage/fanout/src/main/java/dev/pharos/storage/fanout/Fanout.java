package dev.pharos.storage.fanout;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.extension.api.Guard;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.StorageRole;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Offers the storage that everybody uses, as long as its main part is there.
 *
 * <p>Services are registered and withdrawn on a thread of its own, so that a part that comes or
 * goes does not wait for those who use the storage.
 */
@Component(
    service = {Exporter.class, Guard.class},
    immediate = true,
    property = Exporter.TYPE + "=" + Exporter.SELF,
    configurationPid = "dev.pharos.storage.fanout")
@Designate(ocd = Fanout.Config.class)
public final class Fanout implements Exporter, Guard {

  /** Settings. */
  @ObjectClassDefinition(
      name = "Storage",
      description = "Which of several storage parts decides, and answers first")
  public @interface Config {

    @AttributeDefinition(
        description =
            "Name of the main part; if empty, it is the one called tsdb, or else the writer with"
                + " the highest ranking")
    String main() default "";
  }

  private static final long CLOSE_SECONDS = 4;
  private static final long NO_BUNDLE = -1;

  private final BundleContext context;
  private final PartList parts;
  private final FanoutStorage storage;
  private final FanoutExporter exporter;
  private final ExecutorService announcing =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("storage-fanout").factory());
  private @Nullable ServiceRegistration<?> writer;
  private @Nullable ServiceRegistration<?> reader;

  @Activate
  public Fanout(BundleContext context, Config config) {
    PartFailures failures = new PartFailures(System::nanoTime);
    this.context = context;
    this.parts = new PartList(config.main());
    this.storage = new FanoutStorage(parts::current, failures);
    this.exporter = new FanoutExporter(parts::current, failures);
  }

  @Reference(
      target = StorageRole.PART_FILTER,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void addWriter(SampleWriter service, Map<String, Object> properties) {
    parts.addWriter(part(service, properties));
    announcing.execute(this::announce);
  }

  void removeWriter(SampleWriter service, Map<String, Object> properties) {
    parts.removeWriter(part(service, properties).id());
    announceUnlessClosed();
  }

  @Reference(
      target = StorageRole.PART_FILTER,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void addReader(SeriesReader service, Map<String, Object> properties) {
    parts.addReader(part(service, properties));
    announcing.execute(this::announce);
  }

  void removeReader(SeriesReader service, Map<String, Object> properties) {
    parts.removeReader(part(service, properties).id());
    announceUnlessClosed();
  }

  /** References are taken away after the end, too. */
  private void announceUnlessClosed() {
    if (!announcing.isShutdown()) {
      announcing.execute(this::announce);
    }
  }

  private static <S> Part<S> part(S service, Map<String, Object> properties) {
    Object id = properties.get(Constants.SERVICE_ID);
    Object ranking = properties.get(Constants.SERVICE_RANKING);
    Object name = properties.get(StorageRole.NAME);
    Object bundle = properties.get(Constants.SERVICE_BUNDLEID);
    return new Part<>(
        name == null ? "part-" + id : name.toString(),
        ranking instanceof Integer number ? number : 0,
        id instanceof Long number ? number : 0,
        bundle instanceof Long number ? number : NO_BUNDLE,
        service);
  }

  private void announce() {
    Parts now = parts.current();
    writer = set(writer, now.mainWriter().isPresent(), SampleWriter.class, storage);
    reader = set(reader, now.mainReader().isPresent(), SeriesReader.class, storage);
  }

  private <S> @Nullable ServiceRegistration<?> set(
      @Nullable ServiceRegistration<?> standing, boolean wanted, Class<S> type, S service) {
    if (wanted && standing == null) {
      return context.registerService(
          type,
          service,
          FrameworkUtil.asDictionary(Map.of(StorageRole.PROPERTY, StorageRole.MAIN)));
    }
    if (!wanted && standing != null) {
      standing.unregister();
      return null;
    }
    return standing;
  }

  /** The bundle that holds the history stays, as long as no other part can take its place. */
  @Override
  public String objection(long bundle) {
    return parts.objection(bundle);
  }

  @Override
  public List<Collector> collectors(ExporterRequest request) {
    return exporter.collectors(request);
  }

  @Deactivate
  public void close() throws InterruptedException {
    announcing.execute(
        () -> {
          writer = set(writer, false, SampleWriter.class, storage);
          reader = set(reader, false, SeriesReader.class, storage);
        });
    announcing.shutdown();
    announcing.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
