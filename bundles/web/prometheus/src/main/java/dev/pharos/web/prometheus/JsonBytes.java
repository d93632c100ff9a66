package dev.pharos.web.prometheus;

import dev.pharos.model.GoFloatWriter;
import dev.pharos.model.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON as bytes, through a buffer of its own: made for long lists of samples.
 *
 * <p>Commas are put by the writer; nesting is the caller's business. Not safe for use by several
 * threads.
 */
final class JsonBytes {

  /** Most answers are small, and many: their buffer is too. */
  private static final int FIRST_BYTES = 4 * 1024;

  private static final int MOST_BYTES = 64 * 1024;

  /** Room that a sample fits into, its time and its value. */
  private static final int NUMBER_BYTES = 32 + GoFloatWriter.MOST_BYTES;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private byte[] buffer = new byte[FIRST_BYTES];
  private final GoFloatWriter floats = new GoFloatWriter();
  private final byte[] digits = new byte[20];
  private int size;
  private boolean comma;

  JsonBytes(OutputStream out) {
    this.out = out;
  }

  void beginObject() throws IOException {
    open('{');
  }

  void endObject() throws IOException {
    close('}');
  }

  void beginArray() throws IOException {
    open('[');
  }

  void endArray() throws IOException {
    close(']');
  }

  private void open(char bracket) throws IOException {
    separate();
    put((byte) bracket);
    comma = false;
  }

  private void close(char bracket) throws IOException {
    put((byte) bracket);
    comma = true;
  }

  JsonBytes name(String name) throws IOException {
    separate();
    text(name);
    put((byte) ':');
    comma = false;
    return this;
  }

  void value(String value) throws IOException {
    separate();
    text(value);
    comma = true;
  }

  void value(long value) throws IOException {
    separate();
    room(NUMBER_BYTES);
    putLong(value);
    comma = true;
  }

  /** A finite number. */
  void value(double value) throws IOException {
    separate();
    room(NUMBER_BYTES);
    size = floats.json(value, buffer, size);
    comma = true;
  }

  void value(boolean value) throws IOException {
    separate();
    ascii(value ? "true" : "false");
    comma = true;
  }

  void nullValue() throws IOException {
    separate();
    ascii("null");
    comma = true;
  }

  /** A sample: {@code [1435781451.781,"1.5"]}. */
  void sample(long timestampMillis, double value) throws IOException {
    separate();
    room(NUMBER_BYTES);
    buffer[size++] = '[';
    putSeconds(timestampMillis);
    buffer[size++] = ',';
    comma = false;
    number(value);
    buffer[size++] = ']';
    comma = true;
  }

  /** Seconds as a number with as many as three decimals. */
  void seconds(long timestampMillis) throws IOException {
    separate();
    room(NUMBER_BYTES);
    putSeconds(timestampMillis);
    comma = true;
  }

  /** A number in quotes, since JSON has no infinity and no NaN. */
  void number(double value) throws IOException {
    separate();
    room(NUMBER_BYTES);
    buffer[size++] = '"';
    size = floats.json(value, buffer, size);
    buffer[size++] = '"';
    comma = true;
  }

  /** Labels as an object. */
  void labels(Labels labels) throws IOException {
    beginObject();
    for (int i = 0; i < labels.size(); i++) {
      name(labels.name(i)).value(labels.value(i));
    }
    endObject();
  }

  /**
   * Hands on everything written so far. The stream is not flushed: an answer that ends here goes
   * out with its length, at once.
   */
  void flush() throws IOException {
    out.write(buffer, 0, size);
    size = 0;
  }

  private void separate() throws IOException {
    if (comma) {
      put((byte) ',');
    }
  }

  private void put(byte b) throws IOException {
    room(1);
    buffer[size++] = b;
  }

  private void room(int bytes) throws IOException {
    if (size + bytes > buffer.length) {
      if (buffer.length < MOST_BYTES) {
        buffer = Arrays.copyOf(buffer, buffer.length * 4);
      } else {
        out.write(buffer, 0, size);
        size = 0;
      }
    }
  }

  private void putLong(long value) {
    if (value == Long.MIN_VALUE) {
      for (byte b : "-9223372036854775808".getBytes(StandardCharsets.US_ASCII)) {
        buffer[size++] = b;
      }
      return;
    }
    long rest = value;
    if (rest < 0) {
      buffer[size++] = '-';
      rest = -rest;
    }
    int n = 0;
    do {
      digits[n++] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    while (n > 0) {
      buffer[size++] = digits[--n];
    }
  }

  private void putSeconds(long millis) {
    long rest = millis;
    if (rest < 0) {
      buffer[size++] = '-';
      rest = -rest;
    }
    putLong(rest / 1000);
    int fraction = (int) (rest % 1000);
    if (fraction != 0) {
      buffer[size++] = '.';
      buffer[size++] = (byte) ('0' + fraction / 100);
      buffer[size++] = (byte) ('0' + fraction / 10 % 10);
      buffer[size++] = (byte) ('0' + fraction % 10);
    }
  }

  private void ascii(String text) throws IOException {
    room(text.length());
    putAscii(text);
  }

  private void putAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      buffer[size++] = (byte) text.charAt(i);
    }
  }

  private void text(String text) throws IOException {
    put((byte) '"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        i += beyondAscii(text, i);
      } else if (c == '"' || c == '\\') {
        put((byte) '\\');
        put((byte) c);
      } else if (c < 0x20 || c == '<' || c == '>' || c == '&') {
        escape(c);
      } else {
        put((byte) c);
      }
    }
    put((byte) '"');
  }

  /** Writes a character in UTF-8, and answers how many more units of the text it took. */
  private int beyondAscii(String text, int index) throws IOException {
    int c = text.codePointAt(index);
    boolean lone = c >= 0xd800 && c < 0xe000;
    byte[] bytes = Character.toString(lone ? 0xfffd : c).getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      put(b);
    }
    return Character.charCount(c) - 1;
  }

  private void escape(char c) throws IOException {
    switch (c) {
      case '\n' -> ascii("\\n");
      case '\r' -> ascii("\\r");
      case '\t' -> ascii("\\t");
      default -> {
        ascii("\\u00");
        put(HEX[c >> 4]);
        put(HEX[c & 15]);
      }
    }
  }
}
