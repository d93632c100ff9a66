package dev.pharos.http.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** An answer of the JDK's client, whose body ends when the call's time is over. */
final class TimedAnswer implements HttpAnswer {

  private final HttpResponse<InputStream> response;
  private final Future<?> deadline;
  private final InputStream body;
  private volatile boolean expired;

  TimedAnswer(HttpResponse<InputStream> response, Duration rest, Deadlines deadlines) {
    this.response = response;
    this.deadline =
        deadlines.after(
            Math.max(rest.toNanos(), 0),
            TimeUnit.NANOSECONDS,
            () -> {
              expired = true;
              closeQuietly();
            });
    this.body = new Guarded(response.body());
  }

  @Override
  public int status() {
    return response.statusCode();
  }

  @Override
  public boolean isRedirect() {
    return false; // The client has followed what it may.
  }

  @Override
  public Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  @Override
  public InputStream body() {
    return body;
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
