package dev.pharos.exporter.frame;

import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exposition.Negotiation;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.PathRule;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContext;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Answers scrapes over HTTP, and says that they read. */
@Component
public final class MetricsServlets implements PathRule.Source {

  @Override
  public List<PathRule> rules() {
    return List.of(
        new PathRule(MetricsPath.SELF, Set.of("GET", "HEAD"), Operation.READ),
        new PathRule(MetricsPath.EXPORTERS + "/*", Set.of("GET", "HEAD"), Operation.READ));
  }

  /** The context of {@code /metrics}. */
  @Component(service = ServletContextHelper.class)
  @HttpWhiteboardContext(name = "metrics", path = MetricsPath.SELF)
  public static final class SelfContext extends ServletContextHelper {}

  /** The context of {@code /exporters}. */
  @Component(service = ServletContextHelper.class)
  @HttpWhiteboardContext(name = "exporters", path = MetricsPath.EXPORTERS)
  public static final class ExportersContext extends ServletContextHelper {}

  /** Answers for the platform itself. */
  @Component(service = Servlet.class)
  @HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=metrics)")
  @HttpWhiteboardServletPattern("/*")
  public static final class SelfServlet extends MetricsServlet {

    private static final long serialVersionUID = 1L;

    @Activate
    public SelfServlet(@Reference Exporters exporters) {
      super(exporters);
    }
  }

  /** Answers for the exporters. */
  @Component(service = Servlet.class)
  @HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=exporters)")
  @HttpWhiteboardServletPattern("/*")
  public static final class ExportersServlet extends MetricsServlet {

    private static final long serialVersionUID = 1L;

    @Activate
    public ExportersServlet(@Reference Exporters exporters) {
      super(exporters);
    }
  }

  /** Answers for whichever exporter the path leads to. */
  abstract static class MetricsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Exporters exporters;

    MetricsServlet(Exporters exporters) {
      this.exporters = exporters;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String path =
          Optional.ofNullable(request.getContextPath()).orElse("")
              + Optional.ofNullable(request.getServletPath()).orElse("")
              + Optional.ofNullable(request.getPathInfo()).orElse("");
      if (path.equals(MetricsPath.EXPORTERS) || path.equals(MetricsPath.EXPORTERS + "/")) {
        list(response);
        return;
      }
      Optional<String> name = MetricsPath.exporter(path);
      if (name.isEmpty()) {
        say(response, HttpServletResponse.SC_NOT_FOUND, "nothing is served at this path");
        return;
      }
      scrape(name.get(), request, response);
    }

    private void scrape(String name, HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Negotiation agreed = Negotiation.of(accept(request));
      try {
        Page page = exporters.scrape(name, parameters(request), agreed);
        response.setContentType(agreed.contentType());
        response.setHeader("Vary", "Accept");
        response.setContentLength(page.length());
        page.copyTo(response.getOutputStream());
      } catch (NoSuchExporterException e) {
        say(response, HttpServletResponse.SC_NOT_FOUND, String.valueOf(e.getMessage()));
      } catch (IllegalArgumentException e) {
        say(response, HttpServletResponse.SC_BAD_REQUEST, String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        say(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "the scrape was interrupted");
      }
    }

    private void list(HttpServletResponse response) throws IOException {
      StringBuilder paths = new StringBuilder();
      exporters.names().forEach(name -> paths.append(MetricsPath.of(name)).append('\n'));
      say(response, HttpServletResponse.SC_OK, paths.toString());
    }

    private static String accept(HttpServletRequest request) {
      String accept = request.getHeader("Accept");
      return accept == null ? "" : accept;
    }

    private static ExporterRequest parameters(HttpServletRequest request) {
      Map<String, List<String>> parameters = new HashMap<>();
      request.getParameterMap().forEach((name, values) -> parameters.put(name, List.of(values)));
      return parameters.isEmpty() ? ExporterRequest.PLAIN : new ExporterRequest(parameters);
    }

    private static void say(HttpServletResponse response, int status, String text)
        throws IOException {
      response.setStatus(status);
      response.setContentType("text/plain; charset=utf-8");
      response.setHeader("X-Content-Type-Options", "nosniff");
      byte[] body = (text.strip() + "\n").getBytes(StandardCharsets.UTF_8);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }
}
