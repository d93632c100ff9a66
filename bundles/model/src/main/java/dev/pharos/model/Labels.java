package dev.pharos.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The label set that identifies a series: names and values, sorted by name, each name once.
 *
 * <p>A label with an empty value is the same as no label and is never held. Sorting is by {@link
 * Utf8Order}, as in the files of the data model.
 *
 * <p>Immutable, and therefore safe for use by several threads.
 */
public final class Labels implements Comparable<Labels> {

  /** The label that holds the name of the metric. */
  public static final String METRIC_NAME = "__name__";

  public static final Labels EMPTY = new Labels(new String[0]);

  /** Name, value, name, value …; sorted by name. */
  private final String[] pairs;

  private final int hash;

  private Labels(String[] pairs) {
    this.pairs = pairs;
    this.hash = Arrays.hashCode(pairs);
  }

  /**
   * Labels from names and values in turn, in any order.
   *
   * @throws IllegalArgumentException if a name has no value, or stands twice
   */
  public static Labels of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "label " + namesAndValues[namesAndValues.length - 1] + " has no value");
    }
    Map<String, String> map = new TreeMap<>(Utf8Order.INSTANCE);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (map.put(namesAndValues[i], namesAndValues[i + 1]) != null) {
        throw new IllegalArgumentException("label " + namesAndValues[i] + " stands twice");
      }
    }
    return of(map);
  }

  public static Labels of(Map<String, String> map) {
    String[] pairs = new String[map.size() * 2];
    int n = 0;
    Map<String, String> sorted = new TreeMap<>(Utf8Order.INSTANCE);
    sorted.putAll(map);
    for (Map.Entry<String, String> label : sorted.entrySet()) {
      if (!label.getValue().isEmpty()) {
        pairs[n++] = label.getKey();
        pairs[n++] = label.getValue();
      }
    }
    return n == 0 ? EMPTY : new Labels(n == pairs.length ? pairs : Arrays.copyOf(pairs, n));
  }

  /**
   * Labels from pairs that are sorted by name already, without a check or a copy: for readers that
   * have just made the array and give it away.
   *
   * @param sortedPairs name, value, name, value …; strictly ascending by name, no value empty
   */
  public static Labels ofSorted(String[] sortedPairs) {
    assert isSorted(sortedPairs) : Arrays.toString(sortedPairs);
    return sortedPairs.length == 0 ? EMPTY : new Labels(sortedPairs);
  }

  private static boolean isSorted(String[] pairs) {
    for (int i = 2; i < pairs.length; i += 2) {
      if (Utf8Order.order(pairs[i - 2], pairs[i]) >= 0) {
        return false;
      }
    }
    return pairs.length % 2 == 0;
  }

  public int size() {
    return pairs.length / 2;
  }

  public boolean isEmpty() {
    return pairs.length == 0;
  }

  /** The name of the label at {@code index}, counted from 0 in the order of names. */
  public String name(int index) {
    return pairs[2 * index];
  }

  /** The value of the label at {@code index}, counted from 0 in the order of names. */
  public String value(int index) {
    return pairs[2 * index + 1];
  }

  /** The value of the label, or the empty string if there is none: to matchers both are one. */
  public String get(String name) {
    // Label sets are small, so a scan beats a binary search, and most names differ in length.
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return "";
  }

  public boolean has(String name) {
    return !get(name).isEmpty();
  }

  /** The name of the metric, or the empty string. */
  public String metricName() {
    return get(METRIC_NAME);
  }

  /** These labels with one of them set, or taken away if {@code value} is empty. */
  public Labels with(String name, String value) {
    return toBuilder().set(name, value).build();
  }

  public Labels without(String name) {
    return has(name) ? with(name, "") : this;
  }

  public LabelsBuilder toBuilder() {
    return new LabelsBuilder(this);
  }

  /** A new map, in the order of names. */
  public Map<String, String> toMap() {
    Map<String, String> map = LinkedHashMap.newLinkedHashMap(size());
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /** By name and value of the first label, then of the second, and so on; a prefix comes first. */
  @Override
  public int compareTo(Labels other) {
    return Arrays.compare(pairs, other.pairs, Utf8Order.INSTANCE);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Labels that && hash == that.hash && Arrays.equals(pairs, that.pairs);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** As PromQL writes a series: {@code up{job="node"}}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(metricName()).append('{');
    String separator = "";
    for (int i = 0; i < pairs.length; i += 2) {
      if (!pairs[i].equals(METRIC_NAME)) {
        text.append(separator).append(pairs[i]).append('=');
        Quoted.append(text, pairs[i + 1]);
        separator = ", ";
      }
    }
    return text.append('}').toString();
  }
}
