package dev.pharos.http.client;

import java.io.InputStream;
import java.util.Optional;

/**
 * An answer whose head is there, by whichever client it came. Not safe for use by several threads.
 */
interface HttpAnswer extends AutoCloseable {

  int status();

  /** Whether it points to somewhere else. */
  boolean isRedirect();

  /** The first value of a header. */
  Optional<String> header(String name);

  /** The body as it came. */
  InputStream body();

  /** Gives back the connection, or ends it if the body was not read to its end. */
  @Override
  void close();
}
