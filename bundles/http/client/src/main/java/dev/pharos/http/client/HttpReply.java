package dev.pharos.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * An answer whose body has not been read yet. Close it, also when the body is not wanted.
 *
 * <p>Not safe for use by several threads.
 */
public final class HttpReply implements AutoCloseable {

  private final HttpAnswer answer;
  private final InputStream body;

  HttpReply(HttpAnswer answer) throws IOException {
    this.answer = answer;
    this.body = decoded(answer.body());
  }

  public int status() {
    return answer.status();
  }

  public boolean isSuccess() {
    return status() / 100 == 2;
  }

  /** The value of a header; empty if there is none. */
  public String header(String name) {
    return answer.header(name).orElse("");
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
    answer.close();
  }
}
