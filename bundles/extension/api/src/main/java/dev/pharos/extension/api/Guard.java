package dev.pharos.extension.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows of bundles that the platform cannot do without at the moment.
 *
 * <p>This is an extension point: register one as a service, and it is asked before {@link
 * Extensions} stops or removes a bundle. It cannot keep a bundle from going in other ways, such as
 * a file that is taken out of the drop folder. Safe for use by several threads; answers at once.
 */
@ConsumerType
@FunctionalInterface
public interface Guard {

  /**
   * Why a bundle has to stay, and what to do first so that it can go.
   *
   * @param bundle id of the bundle in this framework
   * @return half a sentence that goes on from the bundle's name; empty if it can go
   */
  String objection(long bundle);
}
