package dev.pharos.storage.fanout;

import dev.pharos.client.Registry;
import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.StorageRole;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
 * Offers the one storage that others see for as long as there is a part to stand behind it: a
 * writer while any part writes, a reader while any part reads.
 */
@Component(
    service = Exporter.class,
    immediate = true,
    property = Exporter.TYPE + "=" + Exporter.SELF,
    configurationPid = "dev.pharos.storage.fanout")
@Designate(ocd = FanoutStorage.Config.class)
public final class FanoutStorage implements Exporter {

  @ObjectClassDefinition(name = "Storage", description = "Which part of the storage decides")
  public @interface Config {

    @AttributeDefinition(description = "Name of the main part: it decides what becomes of a batch")
    String main() default "tsdb";
  }

  private static final Map<String, Object> MAIN = Map.of(StorageRole.PROPERTY, StorageRole.MAIN);

  private final BundleContext context;
  private final Registry registry = new Registry();
  private final PartFailures failures = new PartFailures(registry);
  private final Object lock = new Object();

  private final Parts<SampleWriter> writers;
  private final Parts<SeriesReader> readers;
  private int generationNumber;
  private volatile @Nullable Generation generation;
  private volatile List<Part<SeriesReader>> readable = List.of();

  private final Offered<SampleWriter> writer;
  private final Offered<SeriesReader> reader;

  @Activate
  public FanoutStorage(BundleContext context, Config config) {
    this.context = context;
    this.writers = new Parts<>(config.main());
    this.readers = new Parts<>(config.main());
    this.writer =
        new Offered<>(SampleWriter.class, () -> new FanoutWriter(this::generation, failures));
    this.reader =
        new Offered<>(SeriesReader.class, () -> new FanoutReader(() -> readable, failures));
    registry.gauge(
        "pharos_storage_parts", "Parts that the storage is made of.", () -> readable.size());
  }

  private Generation generation() {
    Generation now = generation;
    if (now == null) {
      throw new IllegalStateException(
          "no storage takes samples at present; start the bundle dev.pharos.storage.tsdb");
    }
    return now;
  }

  @Reference(
      target = StorageRole.PART_FILTER,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void addWriter(SampleWriter service, Map<String, Object> properties) {
    synchronized (lock) {
      writers.add(part(service, properties));
      nextGeneration();
    }
    writer.bringInLine(generation != null);
  }

  void removeWriter(SampleWriter service) {
    synchronized (lock) {
      writers.remove(service);
      nextGeneration();
    }
    writer.bringInLine(generation != null);
  }

  private void nextGeneration() {
    List<Part<SampleWriter>> parts = writers.list();
    generationNumber = References.next(generationNumber);
    generation =
        parts.isEmpty()
            ? null
            : new Generation(
                generationNumber,
                parts.getFirst(),
                parts.stream().skip(1).map(SecondPart::new).toList());
  }

  @Reference(
      target = StorageRole.PART_FILTER,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void addReader(SeriesReader service, Map<String, Object> properties) {
    synchronized (lock) {
      readers.add(part(service, properties));
      readable = readers.list();
    }
    reader.bringInLine(!readable.isEmpty());
  }

  void removeReader(SeriesReader service) {
    synchronized (lock) {
      readers.remove(service);
      readable = readers.list();
    }
    reader.bringInLine(!readable.isEmpty());
  }

  private static <S> Part<S> part(S service, Map<String, Object> properties) {
    return new Part<>(
        String.valueOf(properties.get(StorageRole.NAME)),
        properties.get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0,
        service);
  }

  @Deactivate
  public void close() {
    writer.bringInLine(false);
    reader.bringInLine(false);
  }

  @Override
  public List<Collector> collectors(ExporterRequest request) {
    return List.of(Collector.of("storage.fanout", registry::write));
  }

  /** A service that is registered while there is something behind it. */
  private final class Offered<S> {

    private final Class<S> type;
    private final Supplier<? extends S> service;
    private @Nullable ServiceRegistration<S> registration;

    Offered(Class<S> type, Supplier<? extends S> service) {
      this.type = type;
      this.service = service;
    }

    /** References are bound one after the other, so two threads never meet here. */
    synchronized void bringInLine(boolean wanted) {
      ServiceRegistration<S> present = registration;
      if (wanted && present == null) {
        registration =
            context.registerService(type, service.get(), FrameworkUtil.asDictionary(MAIN));
      } else if (!wanted && present != null) {
        registration = null;
        present.unregister();
      }
    }
  }
}
