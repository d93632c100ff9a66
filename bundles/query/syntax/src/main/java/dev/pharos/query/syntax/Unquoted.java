package dev.pharos.query.syntax;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads the text of a quoted string, with Go's escapes: {@code \n}, {@code \x41}, {@code \101},
 * {@code \u00e4}, {@code \U0001f600} and the like. Strings in backticks are taken as they are.
 */
final class Unquoted {

  private static final String SIMPLE = "abfnrtv\\";
  private static final String MEANING = "\u0007\b\f\n\r\t\u000b\\";

  private final String literal;
  private final char quote;
  private int position = 1;

  private Unquoted(String literal) {
    this.literal = literal;
    this.quote = literal.charAt(0);
  }

  /**
   * The text within the quotes.
   *
   * <p>A byte that is no UTF-8 becomes a lone surrogate, so that it is not taken for a character.
   *
   * @throws IllegalArgumentException if an escape is wrong; the message says how
   */
  static String of(String literal) {
    if (literal.charAt(0) == '`' || literal.indexOf('\\') < 0) {
      return literal.substring(1, literal.length() - 1);
    }
    return new Unquoted(literal).read();
  }

  private String read() {
    // Escapes such as \xc3\xa4 are bytes of one character, so bytes are what is collected.
    ByteArrayOutputStream out = new ByteArrayOutputStream(literal.length());
    int end = literal.length() - 1;
    while (position < end) {
      int c = literal.codePointAt(position);
      position += Character.charCount(c);
      if (c != '\\') {
        out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
      } else {
        escape(out);
      }
    }
    return decoded(out.toByteArray());
  }

  /**
   * The text in UTF-8; each byte that belongs to none becomes a lone surrogate, U+DC80 to U+DCFF.
   */
  private static String decoded(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, text, true);
      if (result.isUnderflow()) {
        return text.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        text.put((char) (0xdc00 | (in.get() & 0xff)));
      }
      decoder.reset();
    }
  }

  private void escape(ByteArrayOutputStream out) {
    char c = literal.charAt(position++);
    int simple = SIMPLE.indexOf(c);
    if (c == quote) {
      out.write(c);
    } else if (simple >= 0) {
      out.write(MEANING.charAt(simple));
    } else if (c == 'x') {
      out.write(digits(2, 16, 255));
    } else if ('0' <= c && c <= '7') {
      position--;
      out.write(digits(3, 8, 255));
    } else if (c == 'u' || c == 'U') {
      int codePoint = digits(c == 'u' ? 4 : 8, 16, Character.MAX_CODE_POINT);
      out.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    } else {
      throw new IllegalArgumentException("unknown escape sequence %s".formatted(name(c)));
    }
  }

  private int digits(int count, int radix, int max) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      char c = position < literal.length() - 1 ? literal.charAt(position) : 0;
      int digit = c == 0 ? -1 : Character.digit(c, radix);
      if (c == 0) {
        throw new IllegalArgumentException("escape sequence not terminated");
      }
      if (digit < 0) {
        throw new IllegalArgumentException(
            "illegal character %s in escape sequence".formatted(name(c)));
      }
      value = value * radix + digit;
      position++;
    }
    if (value > max || (0xd800 <= value && value < 0xe000)) {
      throw new IllegalArgumentException("escape sequence is an invalid Unicode code point");
    }
    return (int) value;
  }

  private static String name(char c) {
    return "U+%04X '%c'".formatted((int) c, c);
  }
}
