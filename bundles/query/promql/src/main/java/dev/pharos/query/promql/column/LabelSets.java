package dev.pharos.query.promql.column;

import dev.pharos.model.Labels;
import java.util.Arrays;
import java.util.Collection;

/** Parts of label sets, as grouping and matching need them. */
public final class LabelSets {

  private final String[] names;
  private final boolean keep;

  private LabelSets(String[] sortedNames, boolean keep) {
    this.names = sortedNames;
    this.keep = keep;
  }

  /** Keeps these labels alone. */
  public static LabelSets keeping(Collection<String> names) {
    return new LabelSets(names.stream().distinct().sorted().toArray(String[]::new), true);
  }

  /** Drops these labels. */
  public static LabelSets dropping(Collection<String> names) {
    return new LabelSets(names.stream().distinct().sorted().toArray(String[]::new), false);
  }

  /** What is left of labels. */
  public Labels of(Labels labels) {
    if (names.length == 0) {
      return keep ? Labels.EMPTY : labels;
    }
    String[] pairs = new String[2 * labels.size()];
    int n = 0;
    for (int i = 0; i < labels.size(); i++) {
      boolean named = Arrays.binarySearch(names, labels.name(i)) >= 0;
      if (named == keep) {
        pairs[n++] = labels.name(i);
        pairs[n++] = labels.value(i);
      }
    }
    if (n == pairs.length) {
      return labels;
    }
    return Labels.ofSorted(Arrays.copyOf(pairs, n));
  }
}
