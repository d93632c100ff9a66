package dev.pharos.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Texts of several lists, each of which is sorted by {@link Utf8Order} and has none twice, as one
 * such list. Mostly the lists are much alike, and then this is a walk along both.
 *
 * <p>For one thread.
 */
public final class TextUnion {

  private List<String> texts = List.of();

  public void add(List<String> more) {
    texts = texts.isEmpty() ? List.copyOf(more) : more.isEmpty() ? texts : merged(texts, more);
  }

  /** The first of all texts. */
  public List<String> first(int count) {
    return texts.size() <= count ? texts : List.copyOf(texts.subList(0, count));
  }

  private static List<String> merged(List<String> one, List<String> other) {
    List<String> merged = new ArrayList<>(Math.max(one.size(), other.size()));
    int i = 0;
    int j = 0;
    while (i < one.size() && j < other.size()) {
      int order = Utf8Order.order(one.get(i), other.get(j));
      merged.add(order <= 0 ? one.get(i) : other.get(j));
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    merged.addAll(one.subList(i, one.size()));
    merged.addAll(other.subList(j, other.size()));
    return List.copyOf(merged);
  }
}
