package dev.pharos.storage.fanout;

import dev.pharos.client.Counter;
import dev.pharos.client.Registry;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the failures of parts, and tells of each the first time: again only after the part has
 * done the same thing without failing.
 */
final class PartFailures {

  private static final System.Logger LOG = System.getLogger(PartFailures.class.getName());

  private final Counter failures;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  PartFailures(Registry registry) {
    failures =
        registry.counter(
            "pharos_storage_part_failures_total",
            "Operations that a part of the storage could not do.",
            "part",
            "operation");
  }

  void failed(String part, String operation, Exception cause) {
    failures.labelValues(part, operation).inc();
    if (told.add(part + " " + operation)) {
      LOG.log(
          Level.WARNING,
          "The storage part {0} failed to {1}: {2}; the others go on, and this is not repeated until"
              + " it works again",
          part,
          operation,
          cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }
  }

  void succeeded(String part, String operation) {
    if (!told.isEmpty() && told.remove(part + " " + operation)) {
      LOG.log(Level.INFO, "The storage part {0} does {1} again", part, operation);
    }
  }
}
