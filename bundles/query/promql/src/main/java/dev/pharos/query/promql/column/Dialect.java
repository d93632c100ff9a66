package dev.pharos.query.promql.column;

import dev.pharos.query.syntax.Features;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The switches of the language, named as in {@code --enable-feature}.
 *
 * @param syntax what may be written
 * @param delayedNameRemoval whether metric names go at the very end, so that label functions still
 *     see them
 * @param typeAndUnitLabels whether {@code __type__} tells counters
 * @param startTimestamps whether start timestamps tell resets
 */
public record Dialect(
    Features syntax,
    boolean delayedNameRemoval,
    boolean typeAndUnitLabels,
    boolean startTimestamps) {

  public static final Dialect STABLE = new Dialect(Features.STABLE, false, false, false);

  /** All of the language; metrics are told to be counters by their names. */
  public static final Dialect ALL = new Dialect(Features.ALL, true, false, true);

  private static final Set<String> NAMES =
      Set.of(
          "promql-experimental-functions",
          "promql-extended-range-selectors",
          "promql-binop-fill-modifiers",
          "promql-delayed-name-removal",
          "type-and-unit-labels",
          "use-start-timestamps");

  /** The dialect with these features; names that do not concern PromQL are nobody's fault. */
  public static Dialect of(Collection<String> features) {
    Set<String> on = new TreeSet<>(features);
    on.retainAll(NAMES);
    return new Dialect(
        new Features(
            on.contains("promql-experimental-functions"),
            on.contains("promql-extended-range-selectors"),
            on.contains("promql-binop-fill-modifiers")),
        on.contains("promql-delayed-name-removal"),
        on.contains("type-and-unit-labels"),
        on.contains("use-start-timestamps"));
  }
}
