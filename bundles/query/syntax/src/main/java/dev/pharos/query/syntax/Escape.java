package dev.pharos.query.syntax;

import dev.pharos.model.Quoted;

/**
 * An escape in a quoted string, as Go has them: {@code \n}, {@code \x41}, {@code \101}, {@code
 * \u00e4}, {@code \U0001f600} and the like.
 *
 * @param value the character or byte that it stands for
 * @param isByte whether it is a byte, several of which may make up a character
 */
record Escape(int value, boolean isByte) {

  private static final String SIMPLE = "abfnrtv\\";
  private static final String MEANING = "\u0007\b\f\n\r\t\u000b\\";

  /**
   * Reads what follows the backslash.
   *
   * @param quote what the string is quoted with
   */
  static Escape read(Scanner in, int quote) throws ParseException {
    int c = in.next();
    int simple = SIMPLE.indexOf(c);
    if (c == quote) {
      return new Escape(c, false);
    }
    if (simple >= 0) {
      return new Escape(MEANING.charAt(simple), false);
    }
    if ('0' <= c && c <= '7') {
      in.back();
      return new Escape(digits(in, 3, 8, 255), true);
    }
    return switch (c) {
      case 'x' -> new Escape(digits(in, 2, 16, 255), true);
      case 'u' -> new Escape(digits(in, 4, 16, Character.MAX_CODE_POINT), false);
      case 'U' -> new Escape(digits(in, 8, 16, Character.MAX_CODE_POINT), false);
      case Scanner.END -> throw in.fault("escape sequence not terminated");
      default -> throw in.fault("unknown escape sequence " + name(c));
    };
  }

  private static int digits(Scanner in, int count, int radix, int max) throws ParseException {
    long value = 0;
    for (int i = 0; i < count; i++) {
      int c = in.next();
      int digit = c < 0x80 ? Character.digit(c, radix) : -1;
      if (c == Scanner.END) {
        throw in.fault("escape sequence not terminated");
      }
      if (digit < 0) {
        throw in.fault("illegal character " + name(c) + " in escape sequence");
      }
      value = value * radix + digit;
    }
    if (value > max || (0xd800 <= value && value < 0xe000)) {
      throw in.fault("escape sequence is an invalid Unicode code point");
    }
    return (int) value;
  }

  private static String name(int c) {
    String number = "U+%04X".formatted(c);
    return Quoted.isPrintable(c) ? number + " '" + Character.toString(c) + "'" : number;
  }
}
