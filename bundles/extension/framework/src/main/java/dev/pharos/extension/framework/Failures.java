package dev.pharos.extension.framework;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;

/**
 * Remembers why bundles did not start.
 *
 * <p>The framework tells that to whoever started the bundle and to nobody else; File Install writes
 * it to the OSGi log, naming the file, and that is where it is read here.
 */
final class Failures implements LogListener {

  private final Map<Long, String> byBundle = new ConcurrentHashMap<>();
  private final BundlesByLocation bundles;
  private final Consumer<Bundle> failed;

  /** Finds the bundle whose location a text names. */
  @FunctionalInterface
  interface BundlesByLocation {
    @Nullable Bundle namedIn(String text);
  }

  Failures(BundlesByLocation bundles, Consumer<Bundle> failed) {
    this.bundles = bundles;
    this.failed = failed;
  }

  @Override
  public void logged(LogEntry entry) {
    if (entry.getException() instanceof BundleException failure) {
      Bundle bundle = bundles.namedIn(entry.getMessage());
      if (bundle != null) {
        remember(bundle, failure);
      }
    }
  }

  void remember(Bundle bundle, BundleException failure) {
    byBundle.put(bundle.getBundleId(), words(failure));
    failed.accept(bundle);
  }

  /** What is known no longer holds: the bundle runs, or is another one now. */
  void forget(long bundle) {
    byBundle.remove(bundle);
  }

  String of(long bundle) {
    return byBundle.getOrDefault(bundle, "");
  }

  /** The cause of all causes says most: what comes before only says that a bundle did not start. */
  static String words(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return cause instanceof BundleException
        ? String.valueOf(message)
        : "failed when it started: "
            + cause.getClass().getSimpleName()
            + (message == null ? "" : ": " + message);
  }
}
