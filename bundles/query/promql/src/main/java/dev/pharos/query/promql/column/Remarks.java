package dev.pharos.query.promql.column;

import dev.pharos.query.promql.histogram.Raised;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Span;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has been remarked on a query: each text once, with the place of the part that is evaluated
 * last among those that have it, as the original does. Safe for use by several threads.
 */
final class Remarks {

  /** Where a text was remarked, and when the original would have. */
  private record Told(int rank, @Nullable Span at) {}

  /** What was forced to be monotonic. */
  private record Forced(int rank, Span at, Raised what) {}

  /** A part that means the same as another one. */
  private record Same(int rank, Span at) {}

  private final String query;
  private final Map<String, Told> warnings = new LinkedHashMap<>();
  private final Map<String, Told> infos = new LinkedHashMap<>();
  private final Map<String, Forced> raised = new LinkedHashMap<>();
  private final IdentityHashMap<Expr, Integer> ranks = new IdentityHashMap<>();

  /** The last part that means the same as another one, by the place of that. */
  private final IdentityHashMap<Span, Same> sameAs = new IdentityHashMap<>();

  Remarks(String query) {
    this.query = query;
  }

  /** Ranks the parts of a query in the order in which the original evaluates them. */
  synchronized void rank(Expr expr) {
    expr.children().forEach(this::rank);
    ranks.put(expr, ranks.size() + 1);
  }

  /** The rank of a part; 0 if it has none. */
  synchronized int rankOf(Expr expr) {
    return ranks.getOrDefault(expr, 0);
  }

  synchronized void sameAs(Expr first, Expr other) {
    sameAs.put(first.at(), new Same(rankOf(other), other.at()));
  }

  synchronized void warn(String text, int rank, @Nullable Span at) {
    tell(warnings, text, rank, at);
  }

  synchronized void inform(String text, int rank, Span at) {
    tell(infos, text, rank, at);
  }

  private void tell(Map<String, Told> told, String text, int rank, @Nullable Span at) {
    Same same = at == null ? null : sameAs.get(at);
    Told now = same == null ? new Told(rank, at) : new Told(Math.max(rank, same.rank()), same.at());
    told.merge(text, now, (before, after) -> after.rank() >= before.rank() ? after : before);
  }

  synchronized void force(String text, int rank, Span at, Raised what, long millis) {
    Forced before = raised.get(text);
    boolean later = before == null || rank >= before.rank();
    Raised all = before == null ? new Raised() : before.what();
    all.add(what, millis);
    raised.put(text, later ? new Forced(rank, at, all) : before);
  }

  synchronized List<String> warnings() {
    return written("PromQL warning: ", warnings);
  }

  synchronized List<String> infos() {
    List<String> all = written("PromQL info: ", infos);
    raised.forEach(
        (text, forced) ->
            all.add("PromQL info: " + text + ", " + forced.what() + " " + position(forced.at())));
    return all;
  }

  private List<String> written(String kind, Map<String, Told> all) {
    List<String> texts = new ArrayList<>();
    all.forEach(
        (text, told) ->
            texts.add(told.at() == null ? text : kind + text + " " + position(told.at())));
    return texts;
  }

  private String position(Span at) {
    return "(" + at.position(query) + ")";
  }
}
