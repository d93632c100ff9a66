package dev.pharos.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * Changes a label set step by step.
 *
 * <p>Not safe for use by several threads.
 */
public final class LabelsBuilder {

  private final Map<String, String> labels;

  /** Starts without labels. */
  public LabelsBuilder() {
    labels = new TreeMap<>(Utf8Order.INSTANCE);
  }

  LabelsBuilder(Labels start) {
    this();
    labels.putAll(start.toMap());
  }

  /** Sets a label, or takes it away if {@code value} is empty. */
  public LabelsBuilder set(String name, String value) {
    if (value.isEmpty()) {
      labels.remove(name);
    } else {
      labels.put(name, value);
    }
    return this;
  }

  public LabelsBuilder remove(String name) {
    labels.remove(name);
    return this;
  }

  /** The value of the label as it stands now, or the empty string. */
  public String get(String name) {
    return labels.getOrDefault(name, "");
  }

  /** The labels as they stand now, in the order of names; a copy. */
  public Map<String, String> toMap() {
    return new TreeMap<>(labels);
  }

  public Labels build() {
    return Labels.of(labels);
  }
}
