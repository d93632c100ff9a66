package dev.pharos.model;

import org.jspecify.annotations.Nullable;

/**
 * A condition on one label, as in {@code job="node"} or {@code status=~"5.."}.
 *
 * <p>A label that is absent has the empty value: {@code foo=""} selects the series without {@code
 * foo}. Immutable and safe for use by several threads.
 */
public final class Matcher {

  /** How the value of the label is compared. */
  public enum Type {
    EQUAL("="),
    NOT_EQUAL("!="),
    REGEX("=~"),
    NOT_REGEX("!~");

    private final String symbol;

    Type(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }

  private final Type type;
  private final String name;
  private final String value;
  private final @Nullable Regex regex;

  /**
   * Makes a matcher.
   *
   * @throws IllegalArgumentException if a regular expression is not valid
   */
  public Matcher(Type type, String name, String value) {
    this.type = type;
    this.name = name;
    this.value = value;
    this.regex = type == Type.REGEX || type == Type.NOT_REGEX ? Regex.compile(value) : null;
  }

  public static Matcher equal(String name, String value) {
    return new Matcher(Type.EQUAL, name, value);
  }

  /** The matcher for the name of a metric. */
  public static Matcher metric(String name) {
    return equal(Labels.METRIC_NAME, name);
  }

  public Type type() {
    return type;
  }

  public String name() {
    return name;
  }

  public String value() {
    return value;
  }

  /** The compiled pattern of {@link Type#REGEX} and {@link Type#NOT_REGEX}; else null. */
  public @Nullable Regex regex() {
    return regex;
  }

  public boolean matches(String labelValue) {
    return switch (type) {
      case EQUAL -> value.equals(labelValue);
      case NOT_EQUAL -> !value.equals(labelValue);
      case REGEX -> regex != null && regex.matches(labelValue);
      case NOT_REGEX -> regex != null && !regex.matches(labelValue);
    };
  }

  public boolean matches(Labels labels) {
    return matches(labels.get(name));
  }

  /** Whether series without the label are selected, so that an index of values cannot answer. */
  public boolean matchesAbsence() {
    return matches("");
  }

  /** Whether every series is selected, so that nobody has to look at labels. */
  public boolean matchesEverything() {
    return type == Type.REGEX && regex != null && regex.matchesEverything();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Matcher that
        && type == that.type
        && name.equals(that.name)
        && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return (type.hashCode() * 31 + name.hashCode()) * 31 + value.hashCode();
  }

  @Override
  public String toString() {
    return name + type.symbol + Quoted.quote(value);
  }
}
