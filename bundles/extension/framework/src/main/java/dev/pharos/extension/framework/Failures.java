package dev.pharos.extension.framework;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;

/**
 * Remembers why bundles did not start.
 *
 * <p>The framework tells that to whoever started the bundle and to nobody else; File Install writes
 * it to the OSGi log, naming the file, and that is where it is read here.
 */
final class Failures implements LogListener {

  /** The log hands out copies of exceptions, which hold no bundle, and say first what they are. */
  private static final String COPY = "org.apache.felix.log.LogException: ";

  /** The package in front of the name of an exception. */
  private static final Pattern PACKAGE = Pattern.compile("^(?:[a-z]\\w*\\.)+(?=[A-Z])");

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
    Throwable failure = entry.getException();
    if (failure != null) {
      Bundle bundle = bundles.namedIn(entry.getMessage());
      if (bundle != null) {
        remember(bundle, failure);
      }
    }
  }

  void remember(Bundle bundle, Throwable failure) {
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
    return words(cause.toString());
  }

  static String words(String cause) {
    String text = cause.startsWith(COPY) ? cause.substring(COPY.length()) : cause;
    String words = PACKAGE.matcher(text).replaceFirst("");
    return words.startsWith("BundleException: ")
        ? words.substring("BundleException: ".length())
        : "failed when it started: " + words;
  }
}
