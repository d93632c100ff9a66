package dev.pharos.target.api;

import dev.pharos.config.api.ConfigNode;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes discoveries of one type from their configuration sections.
 *
 * <p>Register it as a service with the property {@link #TYPE}, and list it in {@code
 * META-INF/services} too, so that commands check a file without a framework. It has a public
 * constructor without parameters and no references. Safe for use by several threads.
 */
@ConsumerType
@FunctionalInterface
public interface DiscoveryFactory {

  /**
   * Service property: the type this factory makes, such as {@code dns} for {@code dns_sd_configs}.
   */
  String TYPE = "pharos.type";

  /**
   * Makes a discovery that has touched neither disk nor network yet.
   *
   * @param section one entry of the list, such as of {@code dns_sd_configs}; takes every problem
   */
  Discovery create(ConfigNode section);
}
