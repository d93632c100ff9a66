package dev.pharos.distribution.exam;

import org.osgi.framework.BundleContext;

/**
 * A configuration factory that has more to do once the framework is at its first start level, such
 * as handing over settings and going on to higher levels.
 */
public interface WhenStarted {

  /**
   * Called once, before the probe is installed.
   *
   * @param framework the context of the system bundle
   */
  void started(BundleContext framework) throws Exception;
}
