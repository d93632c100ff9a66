package dev.pharos.exporter.frame;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * The text of one scrape as it grows, from the end of which can be cut what should not have been
 * written.
 *
 * <p>Not safe for use by several threads.
 */
final class Page extends OutputStream {

  private byte[] bytes;
  private int length;

  Page(int expectedBytes) {
    bytes = new byte[expectedBytes];
  }

  int length() {
    return length;
  }

  /** Forgets all but the first {@code bytes}. */
  void cut(int to) {
    length = Math.min(length, to);
  }

  void copyTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  @Override
  public void write(int b) {
    ensure(1);
    bytes[length++] = (byte) b;
  }

  @Override
  public void write(byte[] from, int offset, int count) {
    ensure(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
