package dev.pharos.target.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Takes the body of a scrape, up to a limit, into bytes that are used again for the next one.
 *
 * <p>Not safe for use by several threads.
 */
public final class ScrapeBody extends OutputStream {

  private final long limitBytes;
  private byte[] bytes = new byte[8 * 1024];
  private int length;
  private String contentType = "";

  /**
   * Makes an empty body.
   *
   * @param limitBytes more than this fails the scrape; 0 for no limit
   */
  public ScrapeBody(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Empties the body and keeps its memory. */
  public void reset() {
    length = 0;
    contentType = "";
  }

  /**
   * The content; only the first {@link #length} bytes belong to it. Changes with the next write.
   */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** The media type as the target told it; empty if it did not. */
  public String contentType() {
    return contentType;
  }

  public void contentType(String type) {
    contentType = type;
  }

  @Override
  public void write(int b) throws IOException {
    ensure(1);
    bytes[length++] = (byte) b;
  }

  @Override
  public void write(byte[] from, int offset, int count) throws IOException {
    ensure(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  /** Takes everything that is left in {@code in}. */
  public void readFrom(InputStream in) throws IOException {
    while (true) {
      ensure(1);
      int n = in.read(bytes, length, bytes.length - length);
      if (n < 0) {
        return;
      }
      length += n;
      ensure(0);
    }
  }

  private void ensure(int more) throws IOException {
    if (limitBytes > 0 && length + (long) more > limitBytes) {
      throw new BodyLimitException(limitBytes);
    }
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
