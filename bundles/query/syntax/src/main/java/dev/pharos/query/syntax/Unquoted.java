package dev.pharos.query.syntax;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads the text of a quoted string, with its escapes; strings in backticks are taken as they are.
 */
final class Unquoted {

  private Unquoted() {}

  /**
   * The text within the quotes.
   *
   * <p>A byte that is no UTF-8 becomes a lone surrogate, so that it is not taken for a character.
   */
  static String of(String literal) throws ParseException {
    if (literal.charAt(0) == '`' || literal.indexOf('\\') < 0) {
      return literal.substring(1, literal.length() - 1);
    }
    // Escapes such as \xc3\xa4 are bytes of one character, so bytes are what is collected.
    ByteArrayOutputStream out = new ByteArrayOutputStream(literal.length());
    Scanner in = new Scanner(literal);
    int quote = in.next();
    for (int c = in.next(); c != quote; c = in.next()) {
      Escape escape = c == '\\' ? Escape.read(in, quote) : new Escape(c, false);
      if (escape.isByte()) {
        out.write(escape.value());
      } else {
        out.writeBytes(Character.toString(escape.value()).getBytes(StandardCharsets.UTF_8));
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
}
