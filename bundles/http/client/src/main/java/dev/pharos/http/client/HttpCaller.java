package dev.pharos.http.client;

import dev.pharos.config.api.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls others over HTTP by one set of settings.
 *
 * <p>Callers with the same connection settings share connections. Safe for use by several threads;
 * calls run on the calling thread, best a virtual one.
 */
public final class HttpCaller implements AutoCloseable {

  private final HttpSettings settings;
  private final String userAgent;
  private final Connections connections;

  /**
   * Makes a caller; touches neither disk nor network.
   *
   * @param userAgent tells others who calls
   */
  public HttpCaller(HttpSettings settings, String userAgent) {
    this.settings = settings;
    this.userAgent = userAgent;
    this.connections = Connections.of(settings);
  }

  /**
   * Calls, and answers as soon as the head of the answer is there, whatever its status.
   *
   * @throws IOException if there is no answer in time, or a secret or certificate cannot be read
   */
  public HttpReply send(HttpCall call) throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpRequest request = request(call);
    PlainConnections plain = connections.plain();
    if (plain != null && PlainConnections.canCall(call)) {
      HttpAnswer answer = plain.call(request, start + call.timeout().toNanos());
      if (!answer.isRedirect() || !settings.followRedirects()) {
        return new HttpReply(answer);
      }
      answer.close();
    }
    HttpClient client = connections.client();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    Duration rest = call.timeout().minusNanos(System.nanoTime() - start);
    return new HttpReply(new TimedAnswer(response, rest, connections.deadlines()));
  }

  private HttpRequest request(HttpCall call) throws IOException {
    HttpRequest.Builder request;
    try {
      request = HttpRequest.newBuilder(call.uri());
    } catch (IllegalArgumentException e) {
      throw new IOException("cannot call " + call.uri() + ": " + e.getMessage(), e);
    }
    boolean http2 = settings.http2() && "https".equals(call.uri().getScheme());
    request
        .version(http2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
        .timeout(call.timeout())
        .method(
            call.method(),
            call.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(call.body()))
        .setHeader("User-Agent", userAgent);
    call.headers().forEach(request::setHeader);
    for (Map.Entry<String, List<Secret>> header : settings.headers().entrySet()) {
      for (Secret value : header.getValue()) {
        request.header(header.getKey(), value.reveal());
      }
    }
    Optional<String> authorization = settings.credentials().header();
    authorization.ifPresent(value -> request.setHeader("Authorization", value));
    return request.build();
  }

  @Override
  public void close() {
    connections.release();
  }
}
