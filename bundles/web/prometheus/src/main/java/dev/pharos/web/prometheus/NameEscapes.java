package dev.pharos.web.prometheus;

/**
 * Names with characters that have no place in a URL's path: {@code U__}, and then {@code __} for an
 * underscore and {@code _2e_} for the character with that number in hexadecimal.
 */
final class NameEscapes {

  private static final String PREFIX = "U__";

  private NameEscapes() {}

  /** The name meant; the text itself if it is not escaped, or not rightly so. */
  static String unescaped(String text) {
    if (!text.startsWith(PREFIX)) {
      return text;
    }
    StringBuilder name = new StringBuilder();
    int i = PREFIX.length();
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c != '_') {
        name.append(c);
        i++;
        continue;
      }
      int end = text.indexOf('_', i + 1);
      if (end < 0) {
        return text;
      }
      if (end == i + 1) {
        name.append('_');
      } else {
        int codePoint = hexadecimal(text.substring(i + 1, end));
        if (codePoint < 0) {
          return text;
        }
        name.appendCodePoint(codePoint);
      }
      i = end + 1;
    }
    return name.toString();
  }

  /** The code point, or −1 if it is none. */
  private static int hexadecimal(String digits) {
    if (digits.length() > 6 || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      return -1;
    }
    int codePoint = Integer.parseInt(digits, 16);
    boolean surrogate = codePoint >= 0xd800 && codePoint < 0xe000;
    return Character.isValidCodePoint(codePoint) && !surrogate ? codePoint : -1;
  }
}
