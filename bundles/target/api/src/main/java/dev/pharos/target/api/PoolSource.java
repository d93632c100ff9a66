package dev.pharos.target.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A scrape pool that no file describes, such as that of an exporter inside this process.
 *
 * <p>Register it as a service: the pool is scraped, with the global interval and timeout and
 * without relabelling, from then on until the service is withdrawn. It is a pool like any other in
 * all else. Where the file describes a job of the same name, the file's stands and this one is left
 * out.
 *
 * <p>A target says what differs from the defaults by its labels, as targets of any discovery do:
 * {@code __metrics_path__} above all.
 */
@ConsumerType
public interface PoolSource {

  /** Name of the pool, which becomes the label {@code job}. */
  String pool();

  /** The {@link ScrapeTransport#SCHEME} its targets are fetched by, such as {@code inproc}. */
  String scheme();

  /** Finds its targets; a new one with every call, run as any other. */
  Discovery discovery();
}
