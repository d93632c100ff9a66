package dev.pharos.query.promql;

/** Writes texts as JSON wants them; nothing is escaped that need not be. */
final class JsonText {

  private JsonText() {}

  /** Appends a text in quotes. */
  static void append(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (c >= 0x20 && c != '"' && c != '\\' && !isLone(c)) {
        out.appendCodePoint(c);
      } else {
        out.append(escaped(c));
      }
      i += Character.charCount(c);
    }
    out.append('"');
  }

  /** A character as it stands between quotes. */
  static String escaped(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> {
        if (c < 0x20) {
          yield (c < 0x10 ? "\\u000" : "\\u00") + Integer.toHexString(c);
        }
        yield isLone(c) ? "\ufffd" : Character.toString(c);
      }
    };
  }

  /** Half of a surrogate pair, which no encoding of Unicode has a place for. */
  private static boolean isLone(int c) {
    return c >= 0xd800 && c < 0xe000;
  }
}
