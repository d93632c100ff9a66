package dev.pharos.http.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A connection over which requests without a body are sent and answers read, one after the other,
 * by HTTP/1.1 and without TLS.
 *
 * <p>Waits on the calling thread, which should be a virtual one: then an interrupt ends the wait.
 * Not safe for use by several threads.
 */
final class PlainConnection implements AutoCloseable {

  private static final int BUFFER_BYTES = 8 * 1024;
  private static final int MAX_HEAD_BYTES = 256 * 1024;
  private static final long CONNECT_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private byte[] buffer = new byte[0];
  private int at;
  private int end;
  private long deadlineNanos;

  private PlainConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /**
   * Connects.
   *
   * @param deadlineNanos when to give up, by {@link System#nanoTime}
   */
  static PlainConnection open(String host, int port, long deadlineNanos) throws IOException {
    Socket socket = new Socket();
    boolean connected = false;
    try {
      InetSocketAddress address = new InetSocketAddress(host, port);
      if (address.isUnresolved()) {
        ConnectException unknown = new ConnectException(host);
        unknown.initCause(new UnknownHostException(host));
        throw unknown;
      }
      socket.setTcpNoDelay(true);
      socket.connect(address, (int) Math.min(CONNECT_MILLIS, restMillis(deadlineNanos)));
      PlainConnection connection = new PlainConnection(socket);
      connected = true;
      return connection;
    } catch (SocketTimeoutException e) {
      throw timeout("no connection in time");
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  private static long restMillis(long deadlineNanos) throws HttpTimeoutException {
    long rest = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    if (rest <= 0) {
      throw timeout("the answer did not arrive in time");
    }
    return Math.min(rest, Integer.MAX_VALUE);
  }

  private static HttpTimeoutException timeout(String what) {
    return new HttpTimeoutException(what);
  }

  /**
   * Sends a request and waits for the first bytes of its answer.
   *
   * @param deadlineNanos when the whole answer should be there
   * @return whether the other side is still there: it may have closed a connection that was idle
   */
  boolean send(byte[] head, long deadlineNanos) throws IOException {
    this.deadlineNanos = deadlineNanos;
    buffer = new byte[BUFFER_BYTES];
    at = 0;
    end = 0;
    try {
      socket.getOutputStream().write(head);
      return fill();
    } catch (HttpTimeoutException e) {
      throw e;
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return false;
    }
  }

  /** Reads the head of the answer; those that only say that one will come are left out. */
  PlainHead head() throws IOException {
    while (true) {
      PlainHead head = PlainHead.parse(headText());
      if (head.status() >= 200) {
        return head;
      }
    }
  }

  private String headText() throws IOException {
    int from = at;
    int lineStart = at;
    while (true) {
      for (; at < end; at++) {
        if (buffer[at] == '\n') {
          boolean blank = at == lineStart || (at == lineStart + 1 && buffer[lineStart] == '\r');
          lineStart = at + 1;
          if (blank) {
            at++;
            return new String(buffer, from, at - from, StandardCharsets.ISO_8859_1);
          }
        }
      }
      if (end == buffer.length) {
        if (end >= MAX_HEAD_BYTES) {
          throw new IOException(
              "the head of the answer has more than " + MAX_HEAD_BYTES + " bytes");
        }
        buffer = Arrays.copyOf(buffer, 2 * end);
      }
      if (!fill()) {
        throw new EOFException("the connection ended before the head of the answer did");
      }
    }
  }

  /** Reads what there is behind what the buffer has; false at the end. */
  private boolean fill() throws IOException {
    int count = readSocket(buffer, end, buffer.length - end);
    end += Math.max(count, 0);
    return count >= 0;
  }

  private int readSocket(byte[] into, int offset, int length) throws IOException {
    try {
      socket.setSoTimeout((int) restMillis(deadlineNanos));
      return in.read(into, offset, length);
    } catch (SocketTimeoutException e) {
      throw timeout("the answer did not arrive in time");
    }
  }

  /** Bytes that can be read at once. */
  int available() throws IOException {
    return end > at ? end - at : in.available();
  }

  /** Reads some bytes; -1 at the end of the connection. */
  int read(byte[] into, int offset, int length) throws IOException {
    if (at == end) {
      if (length >= buffer.length) {
        return readSocket(into, offset, length);
      }
      at = 0;
      end = 0;
      if (!fill()) {
        return -1;
      }
    }
    int count = Math.min(length, end - at);
    System.arraycopy(buffer, at, into, offset, count);
    at += count;
    return count;
  }

  /** Reads a line without its end, such as the length of a chunk. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    byte[] one = new byte[1];
    while (read(one, 0, 1) > 0) {
      if (one[0] == '\n') {
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
          line.setLength(length - 1);
        }
        return line.toString();
      }
      if (line.length() == BUFFER_BYTES) {
        throw new IOException("a line of the answer has more than " + BUFFER_BYTES + " bytes");
      }
      line.append((char) (one[0] & 0xff));
    }
    throw new EOFException("the connection ended within the answer");
  }

  /** Whether nothing is left over, so that another request may follow. */
  boolean isClean() {
    return at == end;
  }

  /** While it is idle it needs no buffer. */
  void rest() {
    buffer = new byte[0];
    at = 0;
    end = 0;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // What is thrown away cannot be lost.
    }
  }
}
