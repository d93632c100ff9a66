package dev.pharos.http.server;

import dev.pharos.client.Registry;
import dev.pharos.http.server.connection.Patience;
import dev.pharos.identity.api.Identities;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import jakarta.servlet.SessionTrackingMode;
import jakarta.websocket.server.ServerContainer;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.EventListener;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.ee11.websocket.servlet.WebSocketUpgradeFilter;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The one Jetty of the process, running and without a port: {@link #open} adds one.
 *
 * <p>Knows no framework, so that tests run it as it is. Safe for use by several threads.
 */
final class WebServer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(WebServer.class.getName());
  private static final long STOP_MILLIS = 3_000;
  private static final int SESSION_IDLE_SECONDS = 30 * 60;

  /** For what Jetty runs beside requests: selectors, acceptors, and other ports' connections. */
  private static final int SPARE_THREADS = 64;

  private final Server server;
  private final ServerContainer websockets;
  private final Limits limits;

  /**
   * Bounds that hold for every port.
   *
   * @param maxConnections open connections of a port; what comes then waits unaccepted
   * @param readTimeoutMillis how long a connection may be silent
   * @param maxHeaderBytes request line and headers together
   */
  record Limits(int maxConnections, long readTimeoutMillis, int maxHeaderBytes, BodyLimits body) {}

  WebServer(
      Servlet dispatcher,
      EventListener events,
      Supplier<@Nullable Identities> identities,
      PathRules rules,
      Limits limits,
      Registry registry)
      throws Exception {
    this.limits = limits;
    server = new Server(threads(limits.maxConnections()));

    ServletContextHandler context = context(dispatcher, events);
    CompressionHandler compression = new CompressionHandler(context);
    compression.putCompression(new GzipCompression());
    compression.putConfiguration("/*", compressionOfAnswersOnly());
    Front front =
        new Front(
            compression,
            identities,
            rules,
            limits.body(),
            new RequestMetrics(registry),
            new Departures(server.getScheduler()));
    server.setHandler(new Patience(new GracefulHandler(front)));
    server.setErrorHandler(new QuietErrors());
    server.setStopTimeout(STOP_MILLIS);
    server.start();
    Object container = context.getServletContext().getAttribute(ServerContainer.class.getName());
    if (!(container instanceof ServerContainer started)) {
      throw new IllegalStateException("Jetty's websockets did not start: found " + container);
    }
    websockets = started;
  }

  /**
   * Threads of the platform, and as many as there are connections: the one that finds a request
   * ready answers it and waits for the next of that connection, while another looks out for the
   * rest. Handing each request on to a virtual thread takes a fifth of the time of a small one.
   */
  private static QueuedThreadPool threads(int maxConnections) {
    QueuedThreadPool threads = new QueuedThreadPool(maxConnections + SPARE_THREADS, 4);
    threads.setName("http");
    return threads;
  }

  private static ServletContextHandler context(Servlet dispatcher, EventListener events) {
    ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
    context.setClassLoader(WebServer.class.getClassLoader());
    context.setErrorHandler(new QuietErrors());
    context.getSessionHandler().setMaxInactiveInterval(SESSION_IDLE_SECONDS);
    context.getSessionHandler().setSessionCookie("pharos_page");
    context.getSessionHandler().setHttpOnly(true);
    context.getSessionHandler().setSameSite(HttpCookie.SameSite.LAX);
    // A session in a URL could be handed to somebody else.
    context.getSessionHandler().setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
    context.addEventListener(events);
    context.getSessionHandler().addEventListener(events);
    ServletHolder holder = new ServletHolder("whiteboard", dispatcher);
    holder.setAsyncSupported(true);
    holder.setInitOrder(1);
    context.addServlet(holder, "/*");
    // Paths of the originals have encoded slashes; the front has refused what is hostile.
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    context.addFilter(upgrades(), "/*", EnumSet.of(DispatcherType.REQUEST));
    JakartaWebSocketServletContainerInitializer.configure(context, null);
    return context;
  }

  /** Under the name of Jetty's own filter, which then does not add it. */
  private static FilterHolder upgrades() {
    FilterHolder upgrades = new FilterHolder(new UpgradeFilter());
    upgrades.setName(WebSocketUpgradeFilter.class.getName());
    upgrades.setAsyncSupported(true);
    return upgrades;
  }

  /** A body is unpacked by who reads it, within bounds of its own: a small one may become huge. */
  private static CompressionConfig compressionOfAnswersOnly() {
    return CompressionConfig.builder()
        .defaults()
        .compressIncludeMethod("POST")
        .compressExcludeMimeType("text/event-stream")
        .decompressExcludePath("/*")
        .build();
  }

  /** Of which service websocket endpoints are made. */
  ServerContainer websockets() {
    return websockets;
  }

  /**
   * Opens a port.
   *
   * @throws java.io.IOException if the address is taken or is none of this host's
   */
  Port open(Port.Settings settings) throws Exception {
    return Port.open(server, settings, limits);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.log(Level.WARNING, "The HTTP server did not stop in good order", e);
    } finally {
      server.destroy();
    }
  }

  /** Error pages without a word about the code behind. */
  private static final class QuietErrors extends ErrorHandler {
    QuietErrors() {
      setShowStacks(false);
      setShowCauses(false);
      setShowOrigin(false);
    }
  }
}
