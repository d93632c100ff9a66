package dev.pharos.web.prometheus;

import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.AccessEndedException;
import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Principal;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.api.QueryOrigin;
import dev.pharos.storage.api.StorageException;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Answers what is below {@code /api/v1}: finds the handler, and puts its answer or its error into
 * the envelope {@code {"status":…,"data":…}}.
 *
 * <p>Until the platform is ready every path but the progress of the replay answers 503.
 */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(Contexts.API_SELECT)
@HttpWhiteboardServletPattern("/*")
public final class ApiServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG = System.getLogger(ApiServlet.class.getName());
  private static final int MOST_REMARKS = 10;

  /** Request attribute by which the HTTP server tells that a client has gone away. */
  private static final String DEPARTURE = "dev.pharos.http.departure";

  private final transient Platform platform;
  private final transient Routes routes;
  private final transient Cors cors;
  private final transient InstantSource clock;
  private final transient String prefix;

  @Activate
  public ApiServlet(@Reference Platform platform, @Reference Settings settings) {
    this(platform, settings, InstantSource.system());
  }

  ApiServlet(Platform platform, Settings settings, InstantSource clock) {
    this.platform = platform;
    this.routes = new Routes(platform, settings);
    this.cors = new Cors(settings.flag("web.cors.origin", ".*"));
    this.clock = clock;
    this.prefix = settings.routePrefix();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    cors.setHeaders(request, response);
    String method = request.getMethod();
    if (method.equals("OPTIONS")) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    Optional<Routes.Route> route = routes.of(path(request));
    if (route.isEmpty()) {
      text(response, HttpServletResponse.SC_NOT_FOUND, "404 page not found");
    } else if (!route.get().methods().contains(method)) {
      response.setHeader(
          "Allow", String.join(", ", route.get().methods().stream().sorted().toList()));
      text(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Method Not Allowed");
    } else if (!route.get().early() && !platform.isReady()) {
      text(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Service Unavailable");
    } else {
      answer(route.get().handler(), request, response);
    }
  }

  private static String path(HttpServletRequest request) {
    String path = request.getPathInfo();
    return path == null ? "" : path;
  }

  static void text(HttpServletResponse response, int status, String text) throws IOException {
    response.setStatus(status);
    response.setContentType("text/plain; charset=utf-8");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response
        .getOutputStream()
        .write((text + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private void answer(Handler handler, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Answer answer;
    try {
      answer = handler.handle(call(request));
    } catch (ApiException e) {
      fail(response, e);
      return;
    } catch (AccessEndedException e) {
      ErrorType type =
          switch (e.why()) {
            case CANCELLED -> ErrorType.CANCELED;
            case DEADLINE -> ErrorType.TIMEOUT;
          };
      fail(response, new ApiException(type, String.valueOf(e.getMessage())));
      return;
    } catch (StorageException e) {
      fail(response, new ApiException(ErrorType.INTERNAL, String.valueOf(e.getMessage())));
      return;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A request to " + request.getRequestURI() + " failed", e);
      fail(
          response,
          new ApiException(
              ErrorType.INTERNAL, "unexpected " + e.getClass().getSimpleName() + "; see the log"));
      return;
    }
    if (answer.isDone()) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType("application/json");
    JsonBytes out = new JsonBytes(response.getOutputStream());
    out.beginObject();
    out.name("status").value("success");
    answer.data().write(dataMember(out));
    writeTexts(out, "warnings", "warning", answer.warnings());
    writeTexts(out, "infos", "info", answer.infos());
    out.endObject();
    out.flush();
  }

  private static JsonBytes dataMember(JsonBytes out) throws IOException {
    return out.name("data");
  }

  private static void fail(HttpServletResponse response, ApiException error) throws IOException {
    response.setStatus(error.type().status());
    response.setContentType("application/json");
    JsonBytes out = new JsonBytes(response.getOutputStream());
    out.beginObject();
    out.name("status").value("error");
    out.name("errorType").value(error.type().text());
    out.name("error").value(error.message());
    out.endObject();
    out.flush();
  }

  /** Writes what is to be said of the answer; of many remarks the first few, and how many more. */
  private static void writeTexts(JsonBytes out, String name, String kind, List<String> texts)
      throws IOException {
    if (texts.isEmpty()) {
      return;
    }
    out.name(name).beginArray();
    for (String text : texts.subList(0, Math.min(MOST_REMARKS, texts.size()))) {
      out.value(text);
    }
    if (texts.size() > MOST_REMARKS) {
      out.value(texts.size() - MOST_REMARKS + " more " + kind + " annotations omitted");
    }
    out.endArray();
  }

  private Call call(HttpServletRequest request) {
    Map<String, List<String>> parameters = new TreeMap<>();
    request.getParameterMap().forEach((name, values) -> parameters.put(name, List.of(values)));
    QueryOrigin.Request origin =
        new QueryOrigin.Request(
            request.getRemoteAddr(), request.getMethod(), prefix + request.getRequestURI());
    Access access = Access.of(principal(request));
    whenGone(request, () -> end(access));
    return new Call(parameters, access, origin, clock.millis());
  }

  /** Has something done when the client goes away before the answer, if the server can tell. */
  @SuppressWarnings("unchecked") // The attribute's type is part of its meaning.
  private static void whenGone(HttpServletRequest request, Runnable task) {
    if (request.getAttribute(DEPARTURE) instanceof Consumer<?> departure) {
      ((Consumer<Runnable>) departure).accept(task);
    }
  }

  private void end(Access access) {
    String reason = "the client has gone away";
    access.cancel(reason);
    QueryEngine engine = platform.engine;
    if (engine != null) {
      // It may be waiting for its turn, and would not see for itself.
      engine.cancel(access.queryId(), reason);
    }
  }

  /** Who asks, as the front handler found out. */
  static Principal principal(HttpServletRequest request) {
    @Nullable Object principal = request.getAttribute(Identities.PRINCIPAL_ATTRIBUTE);
    return principal instanceof Principal known ? known : Principal.ANONYMOUS;
  }
}
