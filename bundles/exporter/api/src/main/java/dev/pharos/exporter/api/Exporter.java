package dev.pharos.exporter.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Turns the state of something (a host, a JVM, a database, a bundle itself) into metrics when it is
 * asked.
 *
 * <p>This is an extension point: register it as a service with the property {@link #TYPE}. It then
 * is a target like any other: scraped in this process under the job of its name, and served at
 * {@code /exporters/<name>/metrics}. The platform adds timing and success of each collector.
 *
 * <p>Several services may bear one name; the target of that name shows them together. That is how
 * each bundle tells about itself under the name {@link #SELF}. No two may write the same family.
 *
 * <p><b>Threads.</b> Called on virtual threads, possibly by several at once. <b>Contract test.</b>
 * Extend {@code ExporterContract} in {@code exporter.testkit}.
 */
@ConsumerType
@FunctionalInterface
public interface Exporter {

  /** Service property: the exporter's name, such as {@code node}. */
  String TYPE = "pharos.type";

  /**
   * Service property: the prefix of {@code <prefix>_scrape_collector_duration_seconds} and {@code
   * <prefix>_scrape_collector_success}, for exporters whose originals have them; none without.
   */
  String COLLECTOR_METRICS = "pharos.collector.metrics";

  /** The name under which the platform's own bundles tell about themselves. */
  String SELF = "pharos";

  /**
   * The collectors to run for this scrape, in the order in which they are written. Does no work
   * itself.
   */
  List<Collector> collectors(ExporterRequest request);
}
