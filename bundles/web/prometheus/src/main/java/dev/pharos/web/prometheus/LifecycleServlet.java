package dev.pharos.web.prometheus;

import dev.pharos.config.api.ConfigFiles;
import dev.pharos.config.api.InvalidConfigException;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /-/healthy}, {@code /-/ready}, {@code /-/reload} and {@code /-/quit}. */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(Contexts.LIFECYCLE_SELECT)
@HttpWhiteboardServletPattern("/*")
public final class LifecycleServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG = System.getLogger(LifecycleServlet.class.getName());
  private static final String DISABLED = "Lifecycle API is not enabled.";

  private final transient Platform platform;
  private final transient Settings settings;
  private final transient Runnable shutdown;

  @Activate
  public LifecycleServlet(
      @Reference Platform platform, @Reference Settings settings, BundleContext context) {
    this(platform, settings, () -> stopFramework(context));
  }

  LifecycleServlet(Platform platform, Settings settings, Runnable shutdown) {
    this.platform = platform;
    this.settings = settings;
    this.shutdown = shutdown;
  }

  private static void stopFramework(BundleContext context) {
    try {
      context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
    } catch (BundleException e) {
      LOG.log(Level.ERROR, "The framework could not be stopped on request", e);
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    String method = request.getMethod();
    boolean reads = method.equals("GET") || method.equals("HEAD");
    boolean changes = method.equals("POST") || method.equals("PUT");
    switch (path) {
      case "/healthy", "/ready" -> {
        if (!reads) {
          ApiServlet.text(response, 405, "Method Not Allowed");
        } else if (path.equals("/healthy")) {
          ApiServlet.text(response, 200, "Prometheus Server is Healthy.");
        } else if (platform.answersQueries()) {
          ApiServlet.text(response, 200, "Prometheus Server is Ready.");
        } else {
          ApiServlet.text(response, 503, "Service Unavailable");
        }
      }
      case "/reload", "/quit" -> {
        if (!changes) {
          ApiServlet.text(response, 405, "Only POST or PUT requests allowed");
        } else if (!settings.lifecycle()) {
          ApiServlet.text(response, 403, DISABLED);
        } else if (path.equals("/reload")) {
          reload(response);
        } else {
          ApiServlet.text(response, 200, "Requesting termination... Goodbye!");
          Thread.ofVirtual().name("quit").start(shutdown);
        }
      }
      default -> ApiServlet.text(response, 404, "404 page not found");
    }
  }

  private void reload(HttpServletResponse response) throws IOException {
    ConfigFiles files = platform.config;
    if (files == null) {
      ApiServlet.text(response, 503, "failed to reload config: no bundle offers the configuration");
      return;
    }
    try {
      files.reload();
      response.setStatus(HttpServletResponse.SC_OK);
    } catch (InvalidConfigException e) {
      ApiServlet.text(response, 500, "failed to reload config: " + e.getMessage());
    }
  }
}
