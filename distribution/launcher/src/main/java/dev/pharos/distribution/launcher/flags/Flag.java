package dev.pharos.distribution.launcher.flags;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One flag of the command line: how it is written, what it is when absent, and what it sets.
 *
 * @param name without the leading dashes, such as {@code storage.tsdb.path}
 * @param kind what its value looks like
 * @param defaultValue the value when the flag is absent; empty for none
 * @param audience who understands it
 * @param effect what it sets
 * @param repeatable whether it may be given several times
 * @param hidden whether {@code --help} leaves it out
 * @param choices the only values allowed; empty when anything of its kind is
 * @param help one sentence
 */
public record Flag(
    String name,
    Kind kind,
    String defaultValue,
    Audience audience,
    Effect effect,
    boolean repeatable,
    boolean hidden,
    List<String> choices,
    String help) {

  /** What a value looks like. */
  public enum Kind {
    BOOLEAN("true|false", "true or false"),
    TEXT(".*", "a text"),
    WHOLE("[+-]?\\d+(?:[eE]\\d+)?", "a whole number such as 20"),
    DECIMAL("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?", "a number such as 0.9"),
    DURATION(
        "0|(?:\\d+y)?(?:\\d+w)?(?:\\d+d)?(?:\\d+h)?(?:\\d+m(?!s))?(?:\\d+s)?(?:\\d+ms)?",
        "a duration such as 15s, 5m, 2h or 30d"),
    SIZE("\\d+(?:B|[KMGTPE]i?B)", "a size such as 512MB or 20GB");

    private final Pattern pattern;
    private final String expectation;

    Kind(String pattern, String expectation) {
      this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
      this.expectation = expectation;
    }

    boolean accepts(String value) {
      return (this == TEXT || !value.isEmpty()) && pattern.matcher(value).matches();
    }

    String expectation() {
      return expectation;
    }

    /** How a value stands in the usage text. */
    String placeholder() {
      return "<" + name().toLowerCase(Locale.ROOT) + ">";
    }
  }

  /** Whose flag it is. */
  public enum Audience {
    EVERYWHERE,
    SERVER,
    AGENT,
    PHAROS
  }

  /** What a flag does. */
  public sealed interface Effect {

    /** Becomes one property of a configuration. */
    record Setting(String pid, String key) implements Effect {}

    /** Is read by the launcher itself. */
    record Launch() implements Effect {}

    /** Asks for something that a Java process does anyway or has no use for. */
    record Moot() implements Effect {}

    /** Is understood, and changes nothing in this version. */
    record Pending() implements Effect {}

    /** Cannot be passed over in silence: a server that is asked for it does not start without. */
    record Refused(String reason) implements Effect {}
  }

  public Flag {
    choices = List.copyOf(choices);
  }

  static Flag flag(String name, Kind kind, String defaultValue, String help) {
    return new Flag(
        name,
        kind,
        defaultValue,
        Audience.EVERYWHERE,
        new Effect.Pending(),
        false,
        false,
        List.of(),
        help);
  }

  Flag server() {
    return with(Audience.SERVER);
  }

  Flag agent() {
    return with(Audience.AGENT);
  }

  Flag ours() {
    return with(Audience.PHAROS);
  }

  Flag sets(String pid, String key) {
    return with(new Effect.Setting(pid, key));
  }

  Flag launches() {
    return with(new Effect.Launch());
  }

  Flag moot() {
    return with(new Effect.Moot());
  }

  Flag refused(String reason) {
    return with(new Effect.Refused(reason));
  }

  Flag repeats() {
    return new Flag(name, kind, defaultValue, audience, effect, true, hidden, choices, help);
  }

  Flag hides() {
    return new Flag(name, kind, defaultValue, audience, effect, repeatable, true, choices, help);
  }

  Flag oneOf(String... allowed) {
    return new Flag(
        name, kind, defaultValue, audience, effect, repeatable, hidden, List.of(allowed), help);
  }

  private Flag with(Audience other) {
    return new Flag(name, kind, defaultValue, other, effect, repeatable, hidden, choices, help);
  }

  private Flag with(Effect other) {
    return new Flag(name, kind, defaultValue, audience, other, repeatable, hidden, choices, help);
  }

  /** Says what is wrong with {@code value}, or nothing when it is fine. */
  String fault(String value) {
    if (!choices.isEmpty() && !choices.contains(value)) {
      return "enum value must be one of " + String.join(",", choices) + ", got '" + value + "'";
    }
    if (kind.accepts(value)) {
      return "";
    }
    return "--" + name + " is '" + value + "'; write " + kind.expectation();
  }
}
