package dev.pharos.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One step of relabelling, as it stands in {@code relabel_configs}.
 *
 * <p>A rule may be unusable: {@link #faults} tells, and {@link Relabelling} refuses such a one.
 *
 * @param sourceLabels the labels whose values, joined by the separator, are looked at
 * @param separator between the values
 * @param regex has to match the joined values as a whole
 * @param modulus of {@link Action#HASHMOD}, unsigned
 * @param targetLabel is set; of {@link Action#REPLACE} a template
 * @param replacement template of the new value; of {@link Action#LABELMAP} of the new name
 * @param action what to do
 */
public record RelabelRule(
    List<String> sourceLabels,
    String separator,
    Regex regex,
    long modulus,
    String targetLabel,
    String replacement,
    Action action) {

  public static final String DEFAULT_SEPARATOR = ";";
  public static final Regex DEFAULT_REGEX = Regex.compile("(.*)");
  public static final String DEFAULT_REPLACEMENT = "$1";

  /** What a rule does with the labels. */
  public enum Action {
    /** Sets the target label where the values match. */
    REPLACE,
    /** Drops everything whose values do not match. */
    KEEP,
    /** Drops everything whose values match. */
    DROP,
    /** Drops everything whose values differ from the target label. */
    KEEPEQUAL,
    /** Drops everything whose values are those of the target label. */
    DROPEQUAL,
    /** Sets the target label to a hash of the values, modulo the modulus. */
    HASHMOD,
    /** Copies labels whose names match to the names the replacement gives. */
    LABELMAP,
    /** Takes away labels whose names match. */
    LABELDROP,
    /** Takes away labels whose names do not match. */
    LABELKEEP,
    /** Sets the target label to the values in lower case. */
    LOWERCASE,
    /** Sets the target label to the values in upper case. */
    UPPERCASE;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As configurations write it. */
    public String text() {
      return text;
    }

    /** The action written so, in whatever case. */
    public static Optional<Action> of(String text) {
      for (Action action : values()) {
        if (action.text.equalsIgnoreCase(text)) {
          return Optional.of(action);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * A reason why a rule cannot be used.
   *
   * @param setting the setting at fault, such as {@code target_label}
   * @param fault what is wrong
   * @param remedy what to write instead
   */
  public record Fault(String setting, String fault, String remedy) {}

  private static final Regex LEGACY_TEMPLATE =
      Regex.compile("(?:(?:[a-zA-Z_]|\\$(?:\\{\\w+\\}|\\w+))+\\w*)+");

  public RelabelRule {
    sourceLabels = List.copyOf(sourceLabels);
  }

  /** Everything that makes this rule unusable; empty if nothing does. */
  public List<Fault> faults(NameScheme names) {
    List<Fault> faults = new ArrayList<>();
    if (action == Action.HASHMOD && modulus == 0) {
      faults.add(
          new Fault(
              "modulus",
              "relabel configuration for hashmod requires non-zero modulus",
              "set modulus to the number of shards"));
    }
    if (setsTarget()) {
      checkTarget(names, faults);
    }
    switch (action) {
      case LOWERCASE, UPPERCASE -> {
        if (!replacement.equals(DEFAULT_REPLACEMENT)) {
          faults.add(
              new Fault(
                  "replacement",
                  "'replacement' can not be set for " + action.text() + " action",
                  "remove it"));
        }
      }
      case LABELMAP -> {
        if (!names.allowsLabel(replacement) && !isTemplate(replacement, names)) {
          faults.add(invalid("replacement", replacement));
        }
      }
      case KEEPEQUAL, DROPEQUAL -> {
        if (!hasDefaultMatch() || !replacement.equals(DEFAULT_REPLACEMENT)) {
          faults.add(
              new Fault(
                  "action",
                  action.text()
                      + " action requires only 'source_labels' and `target_label`, and no other"
                      + " fields",
                  "remove the other fields"));
        }
      }
      case LABELDROP, LABELKEEP -> {
        if (!hasOnlyRegex()) {
          faults.add(
              new Fault(
                  "action",
                  action.text() + " action requires only 'regex', and no other fields",
                  "remove the other fields"));
        }
      }
      case REPLACE, KEEP, DROP, HASHMOD -> {}
    }
    return faults;
  }

  private boolean setsTarget() {
    return switch (action) {
      case REPLACE, HASHMOD, LOWERCASE, UPPERCASE, KEEPEQUAL, DROPEQUAL -> true;
      case KEEP, DROP, LABELMAP, LABELDROP, LABELKEEP -> false;
    };
  }

  private void checkTarget(NameScheme names, List<Fault> faults) {
    if (targetLabel.isEmpty()) {
      faults.add(
          new Fault(
              "target_label",
              "relabel configuration for "
                  + action.text()
                  + " action requires 'target_label' value",
              "name the label to set"));
    } else if (!names.allowsLabel(targetLabel)
        && !(action == Action.REPLACE && isTemplate(targetLabel, names))) {
      faults.add(invalid("target_label", targetLabel));
    }
  }

  private Fault invalid(String setting, String value) {
    return new Fault(
        setting,
        Quoted.quote(value) + " is invalid '" + setting + "' for " + action.text() + " action",
        "use letters, digits and _");
  }

  private static boolean isTemplate(String text, NameScheme names) {
    return text.indexOf('$') >= 0 && (names == NameScheme.UTF8 || LEGACY_TEMPLATE.matches(text));
  }

  private boolean hasDefaultMatch() {
    return regex.equals(DEFAULT_REGEX) && modulus == 0 && separator.equals(DEFAULT_SEPARATOR);
  }

  private boolean hasOnlyRegex() {
    return sourceLabels.isEmpty()
        && targetLabel.isEmpty()
        && modulus == 0
        && separator.equals(DEFAULT_SEPARATOR)
        && replacement.equals(DEFAULT_REPLACEMENT);
  }
}
