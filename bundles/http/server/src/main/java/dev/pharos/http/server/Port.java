package dev.pharos.http.server;

import dev.pharos.http.server.connection.PatientConnector;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** An open port of the server. */
final class Port implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Port.class.getName());

  /** Prometheus's paths have encoded slashes and per cent signs, and doubled slashes. */
  private static final UriCompliance PATHS =
      UriCompliance.from(
          "RFC3986,AMBIGUOUS_PATH_ENCODING,AMBIGUOUS_EMPTY_SEGMENT,AMBIGUOUS_PATH_SEPARATOR");

  /**
   * What a port is opened with.
   *
   * @param host a name or address of this host; empty, {@code 0.0.0.0} or {@code ::} for all
   * @param port 0 for any that is free
   * @param prefix the path that the port's root stands for, such as {@code /alertmanager}; empty or
   *     beginning with a slash, and never ending with one
   * @param routePrefix the path below which everything is served, as behind a proxy that hands on
   *     {@code /prometheus/…}; empty or like {@code prefix}
   */
  record Settings(String host, int port, String prefix, String routePrefix) {
    Settings {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException(
            "port is " + port + "; set it to 1 to 65535, or to 0 for any that is free");
      }
      requirePath("prefix", prefix);
      requirePath("route.prefix", routePrefix);
      if (prefix.equals("/system") || prefix.startsWith("/system/")) {
        throw new IllegalArgumentException(
            "prefix is \"" + prefix + "\", but the web console is on the main port only");
      }
    }

    private static void requirePath(String setting, String path) {
      if (!path.isEmpty() && !path.matches("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")) {
        throw new IllegalArgumentException(
            setting
                + " is \""
                + path
                + "\"; write it as /name or /name/name, or leave it empty for the root");
      }
    }
  }

  private final Server server;
  private final ServerConnector connector;
  private final Settings settings;
  private final Prefixes prefixes;

  private Port(Server server, ServerConnector connector, Settings settings) {
    this.server = server;
    this.connector = connector;
    this.settings = settings;
    this.prefixes = new Prefixes(settings.prefix(), settings.routePrefix());
  }

  static Port open(Server server, Settings settings, WebServer.Limits limits) throws Exception {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(limits.maxHeaderBytes());
    http.setUriCompliance(PATHS);
    ServerConnector connector = new PatientConnector(server, new HttpConnectionFactory(http));
    connector.setHost(settings.host().isEmpty() ? null : settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(limits.readTimeoutMillis());
    connector.addBean(new NetworkConnectionLimit(limits.maxConnections(), connector));
    Port port = new Port(server, connector, settings);
    // The front finds the port of a request by its connector.
    connector.addBean(port, false);
    server.addConnector(connector);
    try {
      connector.start();
    } catch (Exception e) {
      server.removeConnector(connector);
      throw cannotOpen(settings, e);
    }
    return port;
  }

  private static IOException cannotOpen(Settings settings, Exception e) {
    String remedy =
        e.getCause() instanceof BindException
            ? "stop the program that uses it or choose another port"
            : "choose an address of this host";
    return new IOException(
        "cannot listen on "
            + authority(settings.host(), settings.port())
            + ": "
            + (e.getCause() == null ? e : e.getCause()).getMessage()
            + "; "
            + remedy,
        e);
  }

  /** The port by which a request came in. */
  static Port of(Request request) {
    ServerConnector connector = (ServerConnector) request.getConnectionMetaData().getConnector();
    return connector.getBean(Port.class);
  }

  Prefixes prefixes() {
    return prefixes;
  }

  String prefix() {
    return settings.prefix();
  }

  /** The number in fact, which matters where any free one was asked for. */
  int number() {
    return connector.getLocalPort();
  }

  /** Whether only this host can reach it. */
  boolean isLoopback() {
    try {
      return !settings.host().isEmpty()
          && InetAddress.getByName(settings.host()).isLoopbackAddress();
    } catch (IOException unknown) {
      return false;
    }
  }

  /** An address that a browser on this host can open. */
  String url() {
    String host = settings.host();
    boolean all = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    return "http://" + authority(all ? "127.0.0.1" : host, number()) + settings.routePrefix() + "/";
  }

  /** What it is bound to, such as {@code 0.0.0.0:9090}. */
  String address() {
    return authority(settings.host(), number());
  }

  private static String authority(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Takes no more connections, lets requests that run end for a moment, and closes. */
  @Override
  public void close() {
    try {
      awaitRequests();
      connector.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.log(Level.WARNING, address() + " did not close in good order", e);
    } finally {
      server.removeConnector(connector);
    }
  }

  private void awaitRequests() throws InterruptedException {
    try {
      connector.shutdown().get(2, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException busy) {
      LOG.log(Level.INFO, "Closing " + address() + " with requests in flight");
    }
  }
}
