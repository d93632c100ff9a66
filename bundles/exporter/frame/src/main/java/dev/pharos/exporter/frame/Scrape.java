package dev.pharos.exporter.frame;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exporter.api.NoDataException;
import dev.pharos.exposition.ExpositionWriter;
import dev.pharos.exposition.Negotiation;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One scrape of all exporters of a name, one after the other, on the calling thread.
 *
 * <p>What a collector wrote before it failed is cut off again.
 */
final class Scrape {

  /** How a collector did. */
  private record Outcome(String collector, double seconds, boolean success) {}

  private static final System.Logger LOG = System.getLogger(Scrape.class.getName());
  private static final double NANOS = 1e9;

  private final String name;
  private final Complaints complaints;
  private final Page page;
  private final ExpositionWriter writer;
  private final Families families;

  /** Outcomes by the prefix of the metrics that tell them. */
  private final Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();

  Scrape(String name, Negotiation agreed, Page page, Complaints complaints) {
    this.name = name;
    this.complaints = complaints;
    this.page = page;
    this.writer = ExpositionWriter.of(agreed, page);
    this.families = new Families(writer);
  }

  /**
   * Collects from all of the exporters.
   *
   * @throws IllegalArgumentException if one cannot serve the request as it is
   * @throws InterruptedException if the thread was interrupted; the page is not to be used
   */
  void run(List<Offer> offers, ExporterRequest request) throws IOException, InterruptedException {
    for (Offer offer : offers) {
      run(offer, request);
    }
    for (Map.Entry<String, List<Outcome>> told : outcomes.entrySet()) {
      tell(told.getKey(), told.getValue());
    }
    writer.end();
  }

  private void run(Offer offer, ExporterRequest request) throws IOException, InterruptedException {
    List<Collector> collectors;
    try {
      collectors = offer.exporter().collectors(request);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      complaints.failed(name + " of " + offer.bundle(), e);
      return;
    }
    for (Collector collector : collectors) {
      String collectorName = collector.name();
      long start = System.nanoTime();
      boolean success = run(collector, name + ", collector " + collectorName);
      double seconds = (System.nanoTime() - start) / NANOS;
      if (!offer.prefix().isEmpty()) {
        outcomes
            .computeIfAbsent(offer.prefix(), prefix -> new ArrayList<>())
            .add(new Outcome(collectorName, seconds, success));
      }
    }
  }

  private boolean run(Collector collector, String subject)
      throws IOException, InterruptedException {
    writer.flush();
    int before = page.length();
    families.startCollector();
    try {
      collector.collect(families);
    } catch (Exception | LinkageError e) {
      if (e instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("interrupted while exporter " + subject + " was at work");
      }
      writer.flush();
      page.cut(before);
      families.undoCollector();
      if (e instanceof NoDataException) {
        LOG.log(Level.DEBUG, "exporter {0} has no data: {1}", subject, e.getMessage());
      } else {
        complaints.failed(subject, e);
      }
      return false;
    }
    complaints.succeeded(subject);
    for (String family : families.dropped()) {
      complaints.once(
          "exporter "
              + subject
              + " wrote the family "
              + family
              + ", which another one had written; the second is left out");
    }
    return true;
  }

  private void tell(String prefix, List<Outcome> collectors) throws IOException {
    writer.family(
        prefix + "_scrape_collector_duration_seconds",
        MetricType.GAUGE,
        name + "_exporter: Duration of a collector scrape.");
    for (Outcome outcome : collectors) {
      writer.sample(Labels.of("collector", outcome.collector()), outcome.seconds());
    }
    writer.family(
        prefix + "_scrape_collector_success",
        MetricType.GAUGE,
        name + "_exporter: Whether a collector succeeded.");
    for (Outcome outcome : collectors) {
      writer.sample(Labels.of("collector", outcome.collector()), outcome.success() ? 1 : 0);
    }
  }
}
