package dev.pharos.query.promql.function;

import dev.pharos.query.promql.column.Annotations;
import dev.pharos.query.syntax.Span;
import java.util.function.BiConsumer;

/**
 * What there is to tell of an operator's work on two samples.
 *
 * @param fault whether it is why there is no result
 * @param words tells it, of the place where the operator stands
 */
public record Remark(boolean fault, BiConsumer<Annotations, Span> words) {

  static Remark fault(BiConsumer<Annotations, Span> words) {
    return new Remark(true, words);
  }

  /** Tells the author of the query. */
  public void tell(Annotations annotations, Span at) {
    words.accept(annotations, at);
  }
}
