package dev.pharos.exporter.frame;

import dev.pharos.target.api.PoolSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Offers a scrape pool for each name that an exporter has, as long as one has it. */
@Component(
    service = {},
    immediate = true)
public final class ExporterPools {

  private final BundleContext bundle;
  private final Exporters exporters;
  private final OwnAddress address;
  private final AutoCloseable listening;

  /** Changes not yet looked at; who raises it from 0 looks at them, so that nobody waits. */
  private final AtomicInteger changes = new AtomicInteger();

  private final Map<String, ServiceRegistration<PoolSource>> offered = new TreeMap<>();
  private volatile boolean closed;

  @Activate
  public ExporterPools(
      @Reference Exporters exporters, @Reference OwnAddress address, BundleContext bundle) {
    this.bundle = bundle;
    this.exporters = exporters;
    this.address = address;
    listening = exporters.onChange(this::changed);
    changed();
  }

  @Deactivate
  public void close() throws Exception {
    listening.close();
    closed = true;
    changed();
  }

  private void changed() {
    int seen = changes.getAndIncrement() == 0 ? 1 : 0;
    while (seen > 0) {
      offer(closed ? Set.of() : new HashSet<>(exporters.names()));
      seen = changes.addAndGet(-seen);
    }
  }

  private void offer(Set<String> names) {
    offered
        .entrySet()
        .removeIf(
            pool -> {
              boolean gone = !names.contains(pool.getKey());
              if (gone) {
                pool.getValue().unregister();
              }
              return gone;
            });
    for (String name : names) {
      offered.computeIfAbsent(
          name,
          absent ->
              bundle.registerService(PoolSource.class, new ExporterPool(name, address), null));
    }
  }
}
