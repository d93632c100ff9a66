package dev.pharos.exporter.node;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The fields of a file of names and values, whose names are the same with every reading: found
 * again by comparing at the place where they stood, so that no text is made for them.
 *
 * <p>Safe for use by several threads.
 *
 * @param <F> what is remembered of a field
 */
final class KnownFields<F> {

  private record Known<F>(String key, F field) {}

  private final Function<String, F> describe;
  private volatile List<Known<F>> known = List.of();

  /**
   * Remembers fields.
   *
   * @param describe makes what is remembered from the name
   */
  KnownFields(Function<String, F> describe) {
    this.describe = describe;
  }

  /** The field whose name is the next word of the text; skips the word. */
  F next(int index, HostText text) {
    List<Known<F>> before = known;
    if (index < before.size() && text.skipWord(before.get(index).key())) {
      return before.get(index).field();
    }
    String name = text.word();
    Known<F> met = new Known<>(name, describe.apply(name));
    List<Known<F>> after = new ArrayList<>(before.subList(0, Math.min(index, before.size())));
    after.add(met);
    known = after;
    return met.field();
  }
}
