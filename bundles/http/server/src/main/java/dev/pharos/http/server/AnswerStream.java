package dev.pharos.http.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Looks at an answer as it leaves: adds the security headers, keeps redirects inside the port's
 * prefixes, and tells 413 where the application made something else of a body that was cut off.
 *
 * <p>Here, and not earlier, since an application that resets its answer takes headers away that
 * were put before.
 */
final class AnswerStream extends HttpStream.Wrapper {

  private final Prefixes prefixes;
  private String path = "";
  private String method = "";
  private BodyLimits.@Nullable Counted body;
  private @Nullable Departure departure;
  private long limit;
  private boolean replaced;

  AnswerStream(HttpStream stream, Prefixes prefixes) {
    super(stream);
    this.prefixes = prefixes;
  }

  /** Says whose answer it is, once that is known. */
  void answers(String method, String path) {
    this.method = method;
    this.path = path;
  }

  /** Says which body has to be watched. */
  void watch(BodyLimits.Counted body, long limit) {
    this.body = body;
    this.limit = limit;
  }

  /** Says whom the answer is for; it is not watched any more once the answer begins. */
  void isFor(Departure client) {
    departure = client;
  }

  @Override
  public void succeeded() {
    end();
    super.succeeded();
  }

  @Override
  public void failed(Throwable why) {
    end();
    super.failed(why);
  }

  /** Whether the connection must be closed after the answer. */
  private boolean end() {
    return departure != null && departure.end();
  }

  @Override
  public void send(
      MetaData.Request request,
      MetaData.@Nullable Response response,
      boolean last,
      @Nullable ByteBuffer content,
      Callback callback) {
    if (replaced) {
      callback.succeeded();
    } else if (response == null) {
      super.send(request, null, last, content, callback);
    } else if (response.getStatus() >= 400 && body != null && body.isExceeded()) {
      replaced = true;
      sendTooLarge(request, response, callback);
    } else {
      super.send(request, rewritten(response), last, content, callback);
    }
  }

  private void sendTooLarge(
      MetaData.Request request, MetaData.Response response, Callback callback) {
    boolean json = Refusal.isJson(path);
    byte[] text = BodyLimits.refusal(limit).body(method, path, json);
    HttpFields.Mutable headers =
        HttpFields.build()
            .put(HttpHeader.CONNECTION, "close")
            .put(
                HttpHeader.CONTENT_TYPE,
                json ? "application/json; charset=utf-8" : "text/plain; charset=utf-8")
            .put(HttpHeader.CONTENT_LENGTH, text.length);
    SecurityHeaders.addTo(headers, path);
    super.send(
        request,
        new MetaData.Response(
            413, null, response.getHttpVersion(), headers.asImmutable(), text.length),
        true,
        ByteBuffer.wrap(text),
        callback);
  }

  private MetaData.Response rewritten(MetaData.Response response) {
    HttpFields.Mutable headers = HttpFields.build(response.getHttpFields());
    SecurityHeaders.addTo(headers, path);
    if (end()) {
      headers.put(HttpHeader.CONNECTION, "close");
    }
    String location = prefixes.isEmpty() ? null : headers.get(HttpHeader.LOCATION);
    if (location != null) {
      headers.put(HttpHeader.LOCATION, prefixes.outside(location));
    }
    return new MetaData.Response(
        response.getStatus(),
        response.getReason(),
        response.getHttpVersion(),
        headers.asImmutable(),
        response.getContentLength(),
        response.getTrailersSupplier());
  }
}
