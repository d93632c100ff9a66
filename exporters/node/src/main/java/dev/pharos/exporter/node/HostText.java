package dev.pharos.exporter.node;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of a file of the kernel, taken apart line by line and word by word.
 *
 * <p>Its memory is used again for the next file. Not safe for use by several threads.
 */
final class HostText implements AutoCloseable {

  private final HostFiles owner;
  private byte[] bytes = new byte[8 * 1024];
  private int length;

  private int nextLine;
  private int at;
  private int lineEnd;

  HostText(HostFiles owner) {
    this.owner = owner;
  }

  void read(String path) throws IOException {
    length = 0;
    nextLine = 0;
    at = 0;
    lineEnd = 0;
    try (FileInputStream in = new FileInputStream(path)) {
      int n = in.read(bytes, 0, bytes.length);
      while (n > 0) {
        length += n;
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * length);
        }
        n = in.read(bytes, length, bytes.length - length);
      }
    }
  }

  /** Gives the memory back for the next file. */
  @Override
  public void close() {
    owner.giveBack(this);
  }

  /** Goes to the next line; false at the end of the text. */
  boolean nextLine() {
    if (nextLine >= length) {
      return false;
    }
    at = nextLine;
    lineEnd = at;
    while (lineEnd < length && bytes[lineEnd] != '\n') {
      lineEnd++;
    }
    nextLine = lineEnd + 1;
    return true;
  }

  /** Whether the line goes on with this text, from where it has been read to. */
  boolean startsWith(String ascii) {
    if (at + ascii.length() > lineEnd) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (bytes[at + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Goes on to the next word; false if the line has none. */
  boolean hasWord() {
    while (at < lineEnd && isBlank(bytes[at])) {
      at++;
    }
    return at < lineEnd;
  }

  void skipWord() {
    hasWord();
    while (at < lineEnd && !isBlank(bytes[at])) {
      at++;
    }
  }

  /** Goes on to behind the next such byte of the line; to its end if there is none. */
  void skipPast(char ascii) {
    while (at < lineEnd && bytes[at] != ascii) {
      at++;
    }
    at = Math.min(at + 1, lineEnd);
  }

  /** The next word; empty if the line has none. */
  String word() {
    hasWord();
    int start = at;
    skipWord();
    return text(start, at);
  }

  /** The text up to the next such byte, which is skipped; without the blanks around it. */
  String upTo(char ascii) {
    hasWord();
    int start = at;
    skipPast(ascii);
    int end = at;
    if (end > start && bytes[end - 1] == ascii) {
      end--;
    }
    return text(start, end).strip();
  }

  /** What is left of the line, without the blanks around it. */
  String rest() {
    int start = at;
    at = lineEnd;
    return text(start, lineEnd).strip();
  }

  /** Whether the next word is this one; skips it if so. */
  boolean skipWord(String ascii) {
    hasWord();
    int end = at + ascii.length();
    if (!startsWith(ascii) || (end < lineEnd && !isBlank(bytes[end]))) {
      return false;
    }
    at = end;
    return true;
  }

  /**
   * The next word as a whole number.
   *
   * @throws NumberFormatException if it is none
   */
  double number() {
    hasWord();
    int start = at;
    long number = 0;
    while (at < lineEnd && bytes[at] >= '0' && bytes[at] <= '9') {
      number = number * 10 + (bytes[at] - '0');
      at++;
    }
    boolean ended = at == lineEnd || isBlank(bytes[at]);
    if (at == start || at - start > 18 || !ended) {
      at = start;
      return decimal();
    }
    return (double) number;
  }

  /**
   * The next word as any number.
   *
   * @throws NumberFormatException if it is none
   */
  double decimal() {
    return Double.parseDouble(word());
  }

  private String text(int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
