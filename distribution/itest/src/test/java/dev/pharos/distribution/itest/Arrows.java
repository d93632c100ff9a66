package dev.pharos.distribution.itest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which bundle may import which package: the one place where the rule and its exceptions are
 * written down.
 *
 * <p>Rooms meet in contracts only: a bundle imports {@code *.api} packages, the pure libraries and
 * the HTTP client, never another implementation. Among the contracts, and among the pure libraries,
 * arrows point upstream.
 */
final class Arrows {

  private static final String OURS = "dev.pharos.";

  /** Plain jars, each of which may use those before it. */
  private static final List<String> PURE =
      List.of("model", "exposition", "client", "template", "query.syntax");

  /** The contracts, each of which may use those before it, and pure libraries. */
  private static final List<String> CONTRACTS =
      List.of(
          "config.api",
          "document.api",
          "identity.api",
          "extension.api",
          "exporter.api",
          "target.api",
          "storage.api",
          "query.api",
          "source.api",
          "rule.api",
          "alert.api",
          "dashboard.api",
          "ui.api");

  private static final Set<String> OPEN_TO_ALL = Set.of("http.client");

  /** What a bundle may import beyond the rule, by name, each with its reason. */
  private static final Map<String, Set<String>> EXCEPTIONS =
      Map.of(
          // The command that plays test scripts is a test by itself.
          "cli", Set.of("query.testkit"),
          // The console is written in Vaadin, and one bundle alone knows how Vaadin runs here.
          "ui.api", Set.of("ui.vaadin"),
          "ui.app", Set.of("ui.vaadin"),
          "ui.admin", Set.of("ui.vaadin"));

  /** Bundles that may see Vaadin's packages: the console, and nobody else. */
  private static final String VAADIN_ROOM = "ui.";

  private Arrows() {}

  /** Why {@code bundle} may not import {@code imported}; empty if it may. */
  static Optional<String> objection(String bundle, String imported) {
    String from = bundle.substring(OURS.length());
    if (imported.startsWith("com.vaadin.")) {
      return from.startsWith(VAADIN_ROOM)
          ? Optional.empty()
          : Optional.of("only the console's bundles see Vaadin");
    }
    if (!imported.startsWith(OURS)) {
      return Optional.empty();
    }
    String to = imported.substring(OURS.length());
    if (to.equals(from) || EXCEPTIONS.getOrDefault(from, Set.of()).contains(to)) {
      return Optional.empty();
    }
    if (PURE.contains(from)) {
      return PURE.indexOf(to) >= 0 && PURE.indexOf(to) < PURE.indexOf(from)
          ? Optional.empty()
          : Optional.of("a pure library uses only those before it: " + PURE);
    }
    if (CONTRACTS.contains(from)) {
      boolean upstream =
          PURE.contains(to)
              || (CONTRACTS.contains(to) && CONTRACTS.indexOf(to) < CONTRACTS.indexOf(from));
      return upstream
          ? Optional.empty()
          : Optional.of("a contract uses pure libraries and contracts before it: " + CONTRACTS);
    }
    if (from.endsWith(".testkit")) {
      String api = from.replace(".testkit", ".api");
      return to.equals(api) || CONTRACTS.contains(to) || PURE.contains(to)
          ? Optional.empty()
          : Optional.of("a testkit uses contracts only");
    }
    return PURE.contains(to) || CONTRACTS.contains(to) || OPEN_TO_ALL.contains(to)
        ? Optional.empty()
        : Optional.of("rooms meet in contracts: import a *.api package instead");
  }
}
