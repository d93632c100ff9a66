package dev.pharos.http.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer, to where the head or its chunks say that it ends. */
final class PlainBody extends InputStream {

  private static final int UNTIL_CLOSED = -1;

  private final PlainConnection connection;
  private final boolean chunked;

  /** Bytes that are left, of the chunk where there are chunks. */
  private long left;

  private boolean firstChunk = true;
  private boolean ended;

  PlainBody(PlainConnection connection, PlainHead head) throws IOException {
    this.connection = connection;
    this.chunked = head.isChunked() && head.status() != 204 && head.status() != 304;
    this.left = chunked ? 0 : head.length();
    this.ended = !chunked && left == 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (chunked && left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int wanted = left == UNTIL_CLOSED ? length : (int) Math.min(length, left);
    int count = connection.read(into, offset, wanted);
    if (count < 0) {
      ended = true;
      if (left != UNTIL_CLOSED) {
        throw new EOFException("the connection ended within the body of the answer");
      }
      return -1;
    }
    if (left != UNTIL_CLOSED) {
      left -= count;
      ended = left == 0 && !chunked;
    }
    return count;
  }

  private void nextChunk() throws IOException {
    if (!firstChunk && !connection.line().isEmpty()) {
      throw new IOException("a chunk of the answer is longer than it says");
    }
    firstChunk = false;
    String line = connection.line();
    int extension = line.indexOf(';');
    String size = (extension < 0 ? line : line.substring(0, extension)).strip();
    try {
      left = Long.parseLong(size, 16);
    } catch (NumberFormatException e) {
      left = -1;
    }
    if (left < 0) {
      throw new IOException("a chunk of the answer has the length \"" + size + "\"");
    }
    if (left == 0) {
      ended = true;
      while (!connection.line().isEmpty()) {
        // Trailers are of no interest.
      }
    }
  }

  @Override
  public int available() throws IOException {
    if (ended || left == 0) {
      return 0;
    }
    int there = connection.available();
    return left == UNTIL_CLOSED ? there : (int) Math.min(there, left);
  }

  /** Whether all of it was read, so that the connection can serve again; reads what is there. */
  boolean isDone() throws IOException {
    if (chunked && !ended && left == 0 && connection.available() > 0) {
      nextChunk();
    }
    return ended && left == 0 && connection.isClean();
  }
}
