package dev.pharos.model;

/** Text in double quotes as PromQL and Go write it. */
public final class Quoted {

  private Quoted() {}

  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2);
    append(out, text);
    return out.toString();
  }

  /** A character in single quotes, as error messages of the original show it. */
  public static String quoteRune(int c) {
    if (c == '\'') {
      return "'\\''";
    }
    if (c == '"') {
      return "'\"'";
    }
    StringBuilder out = new StringBuilder("'");
    append(out, Character.isValidCodePoint(c) ? c : 0xfffd);
    return out.append("'").toString();
  }

  /** Appends {@code text} in double quotes, with everything that could end or bend it escaped. */
  public static void append(StringBuilder out, String text) {
    out.append('"');
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      append(out, c);
      i += Character.charCount(c);
    }
    out.append('"');
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\u0007' -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\u000b' -> out.append("\\v");
      default -> {
        if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else if (c < 0x20 || c == 0x7f) {
          hexadecimal(out.append("\\x"), c, 2);
        } else if (c >= 0xdc80 && c <= 0xdcff) {
          // A byte that is no UTF-8; see Unquoted of the query language.
          hexadecimal(out.append("\\x"), c & 0xff, 2);
        } else if (c < 0x10000) {
          hexadecimal(out.append("\\u"), c, 4);
        } else {
          hexadecimal(out.append("\\U"), c, 8);
        }
      }
    }
  }

  private static void hexadecimal(StringBuilder out, int c, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      out.append(Character.forDigit((c >> shift) & 15, 16));
    }
  }

  /** Whether it leaves ink, or is the plain blank. */
  public static boolean isPrintable(int c) {
    if (c < 0x7f) {
      return c >= ' ';
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
