package dev.pharos.http.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * An answer whose body has not been read yet. Close it, also when the body is not wanted.
 *
 * <p>Not safe for use by several threads.
 */
public final class HttpReply implements AutoCloseable {

  private final HttpResponse<InputStream> response;
  private final InputStream body;
  private final Future<?> deadline;
  private volatile boolean expired;

  HttpReply(HttpResponse<InputStream> response, Duration rest, Deadlines deadlines)
      throws IOException {
    this.response = response;
    this.deadline =
        deadlines.after(
            Math.max(rest.toNanos(), 0),
            TimeUnit.NANOSECONDS,
            () -> {
              expired = true;
              closeQuietly();
            });
    this.body = decoded(new Guarded(response.body()));
  }

  public int status() {
    return response.statusCode();
  }

  public boolean isSuccess() {
    return status() / 100 == 2;
  }

  /** The value of a header; empty if there is none. */
  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** The body, unpacked if it came packed. Reading fails when the call's time is over. */
  public InputStream body() {
    return body;
  }

  private InputStream decoded(InputStream packed) throws IOException {
    try {
      return header("Content-Encoding").equalsIgnoreCase("gzip")
          ? new GZIPInputStream(packed, 8 * 1024)
          : packed;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    deadline.cancel(false);
    closeQuietly();
  }

  private void closeQuietly() {
    try {
      response.body().close();
    } catch (IOException e) {
      // What is thrown away cannot be lost.
    }
  }

  /** Tells a read that failed because time was over from other failures. */
  private final class Guarded extends FilterInputStream {

    Guarded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException e) {
        throw explained(e);
      }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return in.read(into, offset, length);
      } catch (IOException e) {
        throw explained(e);
      }
    }

    private IOException explained(IOException e) {
      return expired ? new HttpTimeoutException("the body did not arrive in time") : e;
    }
  }
}
