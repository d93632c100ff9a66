package dev.pharos.http.server;

import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.PathRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What a request does, by the rules that bundles offer: the longest matching path decides, and of
 * rules with equally long paths the strictest.
 *
 * <p>Safe for use by several threads.
 */
final class PathRules {

  /** Holds even while the bundles that would say so are absent. */
  private static final List<PathRule> ALWAYS =
      List.of(new PathRule("/system/*", Set.of(), Operation.CHANGE));

  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  private static final Comparator<PathRule> STRONGEST_FIRST =
      Comparator.comparingInt(PathRules::length).thenComparing(PathRule::operation).reversed();

  private final IdentityHashMap<PathRule.Source, List<PathRule>> bySource = new IdentityHashMap<>();
  private volatile List<PathRule> rules = ALWAYS;

  /** Takes the rules of a source as they are now. */
  void add(PathRule.Source source) {
    List<PathRule> added = List.copyOf(source.rules());
    synchronized (bySource) {
      bySource.put(source, added);
      merge();
    }
  }

  void remove(PathRule.Source source) {
    synchronized (bySource) {
      bySource.remove(source);
      merge();
    }
  }

  private void merge() {
    List<PathRule> merged = new ArrayList<>(ALWAYS);
    bySource.values().forEach(merged::addAll);
    merged.sort(STRONGEST_FIRST);
    rules = List.copyOf(merged);
  }

  /** The strictest of what the forms of the path say. */
  Operation operation(String method, RequestPath path) {
    List<PathRule> rules = this.rules;
    Operation strictest = Operation.READ;
    for (String form : path.forms()) {
      Operation operation = operation(method, form, rules);
      if (operation.compareTo(strictest) > 0) {
        strictest = operation;
      }
    }
    return strictest;
  }

  /** All rules as they are now. */
  List<PathRule> all() {
    return rules;
  }

  private static Operation operation(String method, String path, List<PathRule> rules) {
    for (PathRule rule : rules) {
      if (rule.applies(method, path)) {
        return rule.operation();
      }
    }
    return SAFE_METHODS.contains(method) ? Operation.READ : Operation.CHANGE;
  }

  /** An exact path is longer than the same path with everything below it. */
  private static int length(PathRule rule) {
    String path = rule.path();
    return path.endsWith("/*") ? 2 * (path.length() - 2) : 2 * path.length() + 1;
  }
}
