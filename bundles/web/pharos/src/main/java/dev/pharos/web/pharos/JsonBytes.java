package dev.pharos.web.pharos;

import dev.pharos.model.GoFloatWriter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes compact JSON as UTF-8 straight into bytes, for answers that are mostly numbers.
 *
 * <p>Numbers cost no allocation. {@code NaN} and the infinities, which JSON does not know, are
 * written as {@code null}. The caller nests correctly; names and values are escaped here. Used by
 * one thread; {@link #close} flushes, and leaves the stream open to its owner.
 */
final class JsonBytes implements AutoCloseable {

  private static final int SIZE = 16 * 1024;

  /** The longest thing written at once without asking for room: a number or an escape. */
  private static final int LONGEST = GoFloatWriter.MOST_BYTES + 1;

  private static final double EXACT = 1L << 53;

  private final OutputStream out;
  private final byte[] buffer = new byte[SIZE];
  private final GoFloatWriter floats = new GoFloatWriter();
  private int end;
  private boolean comma;

  JsonBytes(OutputStream out) {
    this.out = out;
  }

  JsonBytes beginObject() throws IOException {
    return begin('{');
  }

  JsonBytes endObject() throws IOException {
    return end('}');
  }

  JsonBytes beginArray() throws IOException {
    return begin('[');
  }

  JsonBytes endArray() throws IOException {
    return end(']');
  }

  JsonBytes name(String name) throws IOException {
    separate();
    quoted(name);
    buffer[end++] = ':';
    comma = false;
    return this;
  }

  JsonBytes value(String value) throws IOException {
    separate();
    quoted(value);
    comma = true;
    return this;
  }

  JsonBytes value(boolean value) throws IOException {
    return literal(value ? "true" : "false");
  }

  JsonBytes nullValue() throws IOException {
    return literal("null");
  }

  JsonBytes value(long value) throws IOException {
    separate();
    whole(value);
    comma = true;
    return this;
  }

  JsonBytes value(double value) throws IOException {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return nullValue();
    }
    if (value == Math.rint(value) && Math.abs(value) < EXACT) {
      return value((long) value);
    }
    separate();
    end = floats.json(value, buffer, end);
    comma = true;
    return this;
  }

  /** A value that is JSON already. */
  JsonBytes json(String text) throws IOException {
    separate();
    for (int i = 0; i < text.length(); ) {
      i += utf8(text, i);
    }
    comma = true;
    return this;
  }

  @Override
  public void close() throws IOException {
    drain();
    out.flush();
  }

  private JsonBytes begin(char bracket) throws IOException {
    separate();
    buffer[end++] = (byte) bracket;
    comma = false;
    return this;
  }

  private JsonBytes end(char bracket) throws IOException {
    room();
    buffer[end++] = (byte) bracket;
    comma = true;
    return this;
  }

  private JsonBytes literal(String text) throws IOException {
    separate();
    for (int i = 0; i < text.length(); i++) {
      buffer[end++] = (byte) text.charAt(i);
    }
    comma = true;
    return this;
  }

  private void separate() throws IOException {
    room();
    if (comma) {
      buffer[end++] = ',';
    }
  }

  private void room() throws IOException {
    if (SIZE - end < LONGEST) {
      drain();
    }
  }

  private void drain() throws IOException {
    out.write(buffer, 0, end);
    end = 0;
  }

  private void whole(long value) {
    if (value < 0) {
      buffer[end++] = '-';
    }
    int length = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      length++;
    }
    long rest = value;
    for (int i = end + length - 1; i >= end; i--) {
      buffer[i] = (byte) ('0' + Math.abs(rest % 10));
      rest /= 10;
    }
    end += length;
  }

  private void quoted(String text) throws IOException {
    buffer[end++] = '"';
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        room();
        buffer[end++] = '\\';
        buffer[end++] = (byte) c;
        i++;
      } else if (c < ' ') {
        room();
        buffer[end++] = '\\';
        buffer[end++] = 'u';
        buffer[end++] = '0';
        buffer[end++] = '0';
        buffer[end++] = (byte) Character.forDigit(c >> 4, 16);
        buffer[end++] = (byte) Character.forDigit(c & 0xf, 16);
        i++;
      } else {
        i += utf8(text, i);
      }
    }
    room();
    buffer[end++] = '"';
  }

  /** Writes the character at a place and answers how many chars it took. */
  private int utf8(String text, int at) throws IOException {
    room();
    int c = text.codePointAt(at);
    if (c < 0x80) {
      buffer[end++] = (byte) c;
    } else if (c < 0x800) {
      buffer[end++] = (byte) (0xc0 | (c >> 6));
      tail(c);
    } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      // Half a character: UTF-8 has no form for it.
      buffer[end++] = '?';
    } else if (c < 0x10000) {
      buffer[end++] = (byte) (0xe0 | (c >> 12));
      tail(c >> 6);
      tail(c);
    } else {
      buffer[end++] = (byte) (0xf0 | (c >> 18));
      tail(c >> 12);
      tail(c >> 6);
      tail(c);
    }
    return Character.charCount(c);
  }

  /** A byte after the first of a character: its lowest six bits. */
  private void tail(int bits) {
    buffer[end++] = (byte) (0x80 | (bits & 0x3f));
  }
}
