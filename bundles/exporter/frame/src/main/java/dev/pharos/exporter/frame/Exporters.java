package dev.pharos.exporter.frame;

import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exposition.Negotiation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * All exporters that are there, by name; they come and go at any time, and a scrape works on those
 * that were there when it began.
 *
 * <p>Safe for use by several threads.
 */
@Component(service = Exporters.class)
public final class Exporters {

  private static final int SMALL_PAGE = 8 * 1024;

  private final IdentityHashMap<Exporter, Offer> offers = new IdentityHashMap<>();
  private volatile Map<String, List<Offer>> byName = Map.of();
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();

  private final Complaints complaints = new Complaints();

  /** Length of the last page of each name, with which the next one begins. */
  private final ConcurrentHashMap<String, Integer> lengths = new ConcurrentHashMap<>();

  @Activate
  public Exporters() {}

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addExporter(Exporter exporter, ServiceReference<Exporter> reference) {
    if (!(reference.getProperty(Exporter.TYPE) instanceof String name) || name.isBlank()) {
      complaints.once(
          "an exporter of "
              + reference.getBundle()
              + " has no name; set the service property "
              + Exporter.TYPE);
      return;
    }
    String prefix = reference.getProperty(Exporter.COLLECTOR_METRICS) instanceof String p ? p : "";
    long id = (Long) reference.getProperty(Constants.SERVICE_ID);
    add(new Offer(name, exporter, prefix, reference.getBundle().getSymbolicName(), id));
  }

  void removeExporter(Exporter exporter) {
    synchronized (offers) {
      offers.remove(exporter);
      rebuild();
    }
    listeners.forEach(Runnable::run);
  }

  void add(Offer offer) {
    synchronized (offers) {
      offers.put(offer.exporter(), offer);
      rebuild();
    }
    listeners.forEach(Runnable::run);
  }

  private void rebuild() {
    Map<String, List<Offer>> rebuilt = new TreeMap<>();
    for (Offer offer : offers.values()) {
      rebuilt.computeIfAbsent(offer.name(), name -> new ArrayList<>()).add(offer);
    }
    rebuilt.values().forEach(list -> list.sort(Comparator.comparingLong(Offer::serviceId)));
    byName = rebuilt;
  }

  /** The names of the exporters that are there, sorted. */
  Set<String> names() {
    return byName.keySet();
  }

  /** Calls back after exporters came or went; the listener returns quickly. */
  AutoCloseable onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * Scrapes the exporters of a name, on the calling thread.
   *
   * @return the whole page, to which no failure can add any more
   * @throws NoSuchExporterException if there is none of the name
   * @throws IllegalArgumentException if an exporter cannot serve the request as it is
   */
  Page scrape(String name, ExporterRequest request, Negotiation agreed)
      throws IOException, InterruptedException {
    Map<String, List<Offer>> present = byName;
    List<Offer> asked = present.get(name);
    if (asked == null) {
      throw new NoSuchExporterException(name, present.keySet());
    }
    Page page = new Page(lengths.getOrDefault(name, SMALL_PAGE));
    new Scrape(name, agreed, page, complaints).run(asked, request);
    lengths.put(name, page.length() + SMALL_PAGE);
    return page;
  }
}
