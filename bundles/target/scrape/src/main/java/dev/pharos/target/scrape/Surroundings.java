package dev.pharos.target.scrape;

import dev.pharos.storage.api.SampleWriter;
import dev.pharos.target.api.ScrapeTransport;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What pools and their loops live in: services that come and go, clocks, and the counts. */
interface Surroundings extends DiscoveryTypes {

  /** The storage; null while there is none. */
  @Nullable SampleWriter writer();

  /** The transport of a scheme; null if no bundle brings one. */
  @Nullable ScrapeTransport transport(String scheme);

  InstantSource clock();

  /** The monotonic clock, in nanoseconds. */
  LongSupplier nanos();

  ScrapeMetrics metrics();

  /** Targets came, went or changed their health. */
  void changed();
}
