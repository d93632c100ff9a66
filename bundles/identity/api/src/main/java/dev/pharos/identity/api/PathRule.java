package dev.pharos.identity.api;

import java.util.List;
import java.util.Set;

/**
 * Says to which class of operations the requests for a path belong.
 *
 * <p>The longest matching path decides. Where no rule fits, {@code GET}, {@code HEAD} and {@code
 * OPTIONS} read and every other method changes.
 *
 * @param path an exact path, or with a {@code /*} at its end everything below it and itself
 * @param methods HTTP methods in capitals; empty for all
 * @param operation what such requests do
 */
public record PathRule(String path, Set<String> methods, Operation operation) {

  public PathRule {
    methods = Set.copyOf(methods);
  }

  /** A door of the HTTP server: offered as a service by each bundle that serves paths. */
  @FunctionalInterface
  public interface Source {
    List<PathRule> rules();
  }

  /** Whether the rule speaks of this request; {@code canonicalPath} is decoded and normalised. */
  public boolean applies(String method, String canonicalPath) {
    if (!methods.isEmpty() && !methods.contains(method)) {
      return false;
    }
    if (!path.endsWith("/*")) {
      return canonicalPath.equals(path);
    }
    int prefix = path.length() - 2;
    return canonicalPath.startsWith(path.substring(0, prefix))
        && (canonicalPath.length() == prefix || canonicalPath.charAt(prefix) == '/');
  }
}
