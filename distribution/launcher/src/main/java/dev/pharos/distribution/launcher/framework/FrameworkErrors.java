package dev.pharos.distribution.launcher.framework;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;

/**
 * Tells of bundles that fail to start, and of other errors of the framework.
 *
 * <p>While starting, bundles that do not resolve are passed over: {@link Unresolved} explains them
 * all at the end.
 */
final class FrameworkErrors implements FrameworkListener {

  private volatile boolean starting = true;

  /** From now on tells of bundles that do not resolve, too. */
  void tellAll() {
    starting = false;
  }

  @Override
  public void frameworkEvent(FrameworkEvent event) {
    Level level =
        switch (event.getType()) {
          case FrameworkEvent.ERROR -> Level.ERROR;
          case FrameworkEvent.WARNING -> Level.WARNING;
          default -> Level.TRACE;
        };
    if (level == Level.TRACE || (starting && isUnresolved(event.getThrowable()))) {
      return;
    }
    Logger log = System.getLogger(FrameworkErrors.class.getName());
    String name = event.getBundle().getSymbolicName();
    log.log(level, "The bundle " + name + " is in trouble", event.getThrowable());
  }

  private static boolean isUnresolved(Throwable failure) {
    return failure instanceof BundleException e && e.getType() == BundleException.RESOLVE_ERROR;
  }
}
