package dev.pharos.target.scrape;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.http.client.HttpCall;
import dev.pharos.http.client.HttpCaller;
import dev.pharos.http.client.HttpReply;
import dev.pharos.http.client.HttpSettings;
import dev.pharos.target.api.BodyLimitException;
import dev.pharos.target.api.ScrapeBody;
import dev.pharos.target.api.ScrapeTransport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Fetches over HTTP and HTTPS, by the HTTP settings of the job. */
@Component(
    service = ScrapeTransport.class,
    property = {ScrapeTransport.SCHEME + "=http", ScrapeTransport.SCHEME + "=https"})
public final class HttpTransport implements ScrapeTransport {

  /** Targets may key on it, as on the Prometheus whose behaviour this is. */
  private static final String USER_AGENT = "Prometheus/3.14.0";

  private static final Map<Integer, String> REASONS =
      Map.of(
          400, "Bad Request",
          401, "Unauthorized",
          403, "Forbidden",
          404, "Not Found",
          405, "Method Not Allowed",
          429, "Too Many Requests",
          500, "Internal Server Error",
          502, "Bad Gateway",
          503, "Service Unavailable",
          504, "Gateway Timeout");

  @Activate
  public HttpTransport() {}

  @Override
  public Client open(Optional<ConfigNode> pool) {
    HttpSettings settings = pool.map(HttpSettings::read).orElse(HttpSettings.DEFAULT);
    return new HttpClientOfPool(new HttpCaller(settings, USER_AGENT));
  }

  private record HttpClientOfPool(HttpCaller caller) implements Client {

    @Override
    public void fetch(Request request, ScrapeBody into) throws IOException, InterruptedException {
      HttpCall call = HttpCall.get(request.url(), request.headers(), request.timeout());
      try (HttpReply reply = caller.send(call)) {
        if (reply.status() != 200) {
          throw new IOException("server returned HTTP status " + words(reply.status()));
        }
        into.contentType(reply.header("Content-Type"));
        into.readFrom(reply.body());
      } catch (BodyLimitException e) {
        throw e;
      } catch (HttpTimeoutException e) {
        throw failed(request, "no answer within " + request.timeout().toMillis() + " ms", e);
      } catch (ConnectException e) {
        throw failed(request, cannotConnect(e), e);
      }
    }

    @Override
    public void close() {
      caller.close();
    }

    private static String words(int status) {
      return (status + " " + REASONS.getOrDefault(status, "")).strip();
    }

    private static String cannotConnect(ConnectException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
          return "no such host";
        }
      }
      return e.getMessage() == null ? "connection refused" : e.getMessage();
    }

    private static IOException failed(Request request, String reason, IOException cause) {
      return new IOException("Get \"" + request.url() + "\": " + reason, cause);
    }
  }
}
