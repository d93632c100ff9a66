package dev.pharos.query.syntax;

import dev.pharos.model.Quoted;

/** What a label may be called, and how a query writes it. */
public final class LabelName {

  private LabelName() {}

  /** Whether a label may be called so: any text may be but none at all, and what is no Unicode. */
  public static boolean isValid(String name) {
    return !name.isEmpty() && name.codePoints().noneMatch(c -> c >= 0xd800 && c < 0xe000);
  }

  /** The name as a query has it where series are grouped, in quotes if it needs them. */
  static String written(String name) {
    return isPlain(name) ? name : Quoted.quote(name);
  }

  /** The name as a query has it in braces, where all words are names. */
  static String inBraces(String name) {
    return isPlain(name) || isNumber(name) ? name : Quoted.quote(name);
  }

  /** Whether {@code name} can be a label's name without quotes. */
  static boolean isPlain(String name) {
    return isPlainMetric(name) && name.indexOf(':') < 0;
  }

  /** Whether {@code name} can be a metric's name without quotes. */
  static boolean isPlainMetric(String name) {
    if (name.isEmpty() || Lexer.isDigit(name.charAt(0))) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != ':' && !Lexer.isNamePart(c)) {
        return false;
      }
    }
    return !isNumber(name);
  }

  /** Whether it is a number where numbers may stand. */
  private static boolean isNumber(String name) {
    return name.equalsIgnoreCase("inf") || name.equalsIgnoreCase("nan");
  }
}
