package dev.pharos.web.prometheus;

import dev.pharos.http.client.HttpCall;
import dev.pharos.http.client.HttpCaller;
import dev.pharos.http.client.HttpReply;
import dev.pharos.http.client.HttpSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends forms with a query to a port of this server, whatever it answers; while none is open,
 * nowhere.
 */
final class OwnPort implements WarmUp.Requests {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final Map<String, String> FORM =
      Map.of("Content-Type", "application/x-www-form-urlencoded");

  private final AtomicReference<@Nullable URI> open = new AtomicReference<>();
  private final HttpCaller caller = new HttpCaller(HttpSettings.DEFAULT, "Pharos");

  @Override
  public void opened(URI port) {
    open.set(port);
  }

  @Override
  public void closed(URI port) {
    open.compareAndSet(port, null);
  }

  @Override
  public void send(String query) throws IOException {
    URI uri = open.get();
    if (uri == null) {
      return;
    }
    byte[] form =
        ("query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.US_ASCII);
    try (HttpReply reply = caller.send(new HttpCall("POST", uri, FORM, form, TIMEOUT))) {
      reply.body().transferTo(OutputStream.nullOutputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + uri);
    }
  }

  @Override
  public void close() {
    caller.close();
  }
}
