package dev.pharos.target.scrape;

import dev.pharos.target.api.DiscoveryFactory;
import org.jspecify.annotations.Nullable;

/** The discoveries that are there at present. */
@FunctionalInterface
interface DiscoveryTypes {

  /** The factory of a type; null if no bundle brings one. */
  @Nullable DiscoveryFactory factory(String type);
}
