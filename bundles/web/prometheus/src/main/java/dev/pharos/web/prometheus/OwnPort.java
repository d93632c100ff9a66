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

/** Sends forms with a query to a port of this server, whatever it answers. */
final class OwnPort implements WarmUp.Requests {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final Map<String, String> FORM =
      Map.of("Content-Type", "application/x-www-form-urlencoded");

  private final URI uri;
  private final HttpCaller caller = new HttpCaller(HttpSettings.DEFAULT, "Pharos");

  OwnPort(URI uri) {
    this.uri = uri;
  }

  @Override
  public void send(String query) throws IOException {
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
