package dev.pharos.http.server;

import java.util.Optional;

/**
 * How paths outside, on a port, and inside, in the platform, belong together.
 *
 * <p>Works on paths as they were sent, not decoded: an application may care how they were spelled.
 *
 * @param inner what the root of the port stands for, such as {@code /alertmanager}
 * @param outer below what the port serves everything, such as {@code /prometheus}
 */
record Prefixes(String inner, String outer) {

  /** The path inside; empty if it is not served on this port. */
  Optional<String> inside(String path) {
    if (outer.isEmpty()) {
      return Optional.of(inner + path);
    }
    return path.startsWith(outer + "/")
        ? Optional.of(inner + path.substring(outer.length()))
        : Optional.empty();
  }

  /** Whether a path that is not served means the root: browsers are shown the way there. */
  boolean leadsToRoot(String path) {
    return !outer.isEmpty() && (path.equals("/") || path.equals(outer));
  }

  /** Where a redirect inside leads outside; what leads to other hosts is left alone. */
  String outside(String location) {
    if (!location.startsWith("/") || location.startsWith("//")) {
      return location;
    }
    if (location.equals(inner)) {
      return outer + "/";
    }
    if (inner.isEmpty() || location.startsWith(inner + "/")) {
      return outer + location.substring(inner.length());
    }
    return location;
  }

  boolean isEmpty() {
    return inner.isEmpty() && outer.isEmpty();
  }
}
