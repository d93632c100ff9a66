package dev.pharos.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules applied to label sets one after the other: they rename, set and take away labels, and drop
 * what is not wanted.
 *
 * <p>Immutable and safe for use by several threads. Labels that no rule changes are given back as
 * they came.
 */
public final class Relabelling {

  /** Keeps everything as it is. */
  public static final Relabelling NONE = new Relabelling(List.of(), NameScheme.UTF8);

  private final List<RelabelRule> rules;
  private final NameScheme names;

  /**
   * Makes a relabelling.
   *
   * @throws IllegalArgumentException if a rule has {@linkplain RelabelRule#faults faults}
   */
  public Relabelling(List<RelabelRule> rules, NameScheme names) {
    for (RelabelRule rule : rules) {
      List<RelabelRule.Fault> faults = rule.faults(names);
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(faults.getFirst().fault());
      }
    }
    this.rules = List.copyOf(rules);
    this.names = names;
  }

  public List<RelabelRule> rules() {
    return rules;
  }

  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** The labels after all rules, or null if one of them dropped them. */
  public @Nullable Labels apply(Labels labels) {
    if (rules.isEmpty()) {
      return labels;
    }
    Draft draft = new Draft(labels);
    for (RelabelRule rule : rules) {
      if (!step(rule, draft)) {
        return null;
      }
    }
    return draft.build();
  }

  /** Applies one rule; false if it drops the labels. */
  private boolean step(RelabelRule rule, Draft labels) {
    switch (rule.action()) {
      case KEEP -> {
        return rule.regex().matches(sources(rule, labels));
      }
      case DROP -> {
        return !rule.regex().matches(sources(rule, labels));
      }
      case KEEPEQUAL -> {
        return labels.get(rule.targetLabel()).equals(sources(rule, labels));
      }
      case DROPEQUAL -> {
        return !labels.get(rule.targetLabel()).equals(sources(rule, labels));
      }
      case REPLACE -> replace(rule, labels);
      case HASHMOD ->
          labels.set(
              rule.targetLabel(),
              Long.toUnsignedString(
                  Long.remainderUnsigned(hash(sources(rule, labels)), rule.modulus())));
      case LOWERCASE ->
          labels.set(rule.targetLabel(), sources(rule, labels).toLowerCase(Locale.ROOT));
      case UPPERCASE ->
          labels.set(rule.targetLabel(), sources(rule, labels).toUpperCase(Locale.ROOT));
      case LABELMAP -> {
        for (Map.Entry<String, String> label : labels.snapshot().entrySet()) {
          String renamed = rule.regex().expand(label.getKey(), rule.replacement());
          if (renamed != null && !renamed.isEmpty()) {
            labels.set(renamed, label.getValue());
          }
        }
      }
      case LABELDROP -> removeNames(rule.regex(), true, labels);
      case LABELKEEP -> removeNames(rule.regex(), false, labels);
    }
    return true;
  }

  private void replace(RelabelRule rule, Draft labels) {
    String value = sources(rule, labels);
    String target = rule.regex().expand(value, rule.targetLabel());
    if (target == null || !names.allowsLabel(target)) {
      return;
    }
    String replacement = rule.regex().expand(value, rule.replacement());
    labels.set(target, replacement == null ? "" : replacement);
  }

  private static void removeNames(Regex regex, boolean matching, Draft labels) {
    for (String name : labels.snapshot().keySet()) {
      if (regex.matches(name) == matching) {
        labels.set(name, "");
      }
    }
  }

  private static String sources(RelabelRule rule, Draft labels) {
    List<String> names = rule.sourceLabels();
    return switch (names.size()) {
      case 0 -> "";
      case 1 -> labels.get(names.getFirst());
      default -> {
        StringBuilder joined = new StringBuilder(labels.get(names.getFirst()));
        for (int i = 1; i < names.size(); i++) {
          joined.append(rule.separator()).append(labels.get(names.get(i)));
        }
        yield joined.toString();
      }
    };
  }

  /** The last eight bytes of the MD5, as a number: shards of other servers agree with ours. */
  private static long hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong(8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /** Labels that are copied only when the first of them changes. */
  private static final class Draft {
    private final Labels start;
    private @Nullable LabelsBuilder changed;

    Draft(Labels start) {
      this.start = start;
    }

    String get(String name) {
      return changed == null ? start.get(name) : changed.get(name);
    }

    void set(String name, String value) {
      if (!get(name).equals(value)) {
        if (changed == null) {
          changed = start.toBuilder();
        }
        changed.set(name, value);
      }
    }

    Map<String, String> snapshot() {
      return changed == null ? start.toMap() : changed.toMap();
    }

    Labels build() {
      return changed == null ? start : changed.build();
    }
  }
}
