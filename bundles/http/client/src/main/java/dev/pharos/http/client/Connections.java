package dev.pharos.http.client;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A client of the platform, shared by all callers with the same connection settings, since each has
 * a thread of its own.
 */
final class Connections {

  /** What makes connections differ. */
  private record Key(TlsSettings tls, ProxySettings proxy, boolean followRedirects) {}

  private static final Map<Key, Connections> OPEN = new HashMap<>();

  private final Key key;
  private final Deadlines deadlines = new Deadlines();
  private final PlainConnections plain = new PlainConnections();
  private int users;
  private String madeFrom = "";
  private @Nullable HttpClient client;

  private Connections(Key key) {
    this.key = key;
  }

  static Connections of(HttpSettings settings) {
    Key key = new Key(settings.tls(), settings.proxy(), settings.followRedirects());
    synchronized (OPEN) {
      Connections connections = OPEN.computeIfAbsent(key, Connections::new);
      connections.users++;
      return connections;
    }
  }

  void release() {
    synchronized (OPEN) {
      if (--users > 0) {
        return;
      }
      OPEN.remove(key, this);
    }
    deadlines.close();
    plain.close();
    close();
  }

  Deadlines deadlines() {
    return deadlines;
  }

  /** Those without encryption; null if a proxy stands between. */
  @Nullable PlainConnections plain() {
    return key.proxy().host().isEmpty() ? plain : null;
  }

  /** The client; a new one if a certificate has been replaced. */
  synchronized HttpClient client() throws IOException {
    TlsContext tls = TlsContext.read(key.tls());
    if (client == null || !tls.fingerprint().equals(madeFrom)) {
      close();
      client = make(tls);
      madeFrom = tls.fingerprint();
    }
    return client;
  }

  private synchronized void close() {
    if (client != null) {
      client.shutdownNow();
      client = null;
    }
  }

  private HttpClient make(TlsContext tls) throws IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(30))
            .executor(
                Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("http-client-", 0).factory()))
            .followRedirects(
                key.followRedirects() ? HttpClient.Redirect.NORMAL : HttpClient.Redirect.NEVER);
    ProxySelector proxy = key.proxy().selector();
    if (proxy != null) {
      builder.proxy(proxy);
    }
    SSLContext context = tls.context();
    if (context != null) {
      builder.sslContext(context);
    }
    SSLParameters parameters = tls.parameters();
    return builder.sslParameters(parameters).build();
  }
}
