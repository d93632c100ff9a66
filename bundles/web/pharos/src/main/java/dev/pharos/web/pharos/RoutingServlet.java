package dev.pharos.web.pharos;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A servlet that is a list of routes.
 *
 * <p>A path that no route knows, a method that its routes do not have, and whatever a handler
 * throws become an {@code error} object; a fault of our own is logged and told without its details.
 */
abstract class RoutingServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG = System.getLogger(RoutingServlet.class.getName());

  private transient List<Route> routes = List.of();

  /** Called once, at the end of the constructor. */
  final void routes(Route... all) {
    routes = List.of(all);
  }

  final List<Route> routes() {
    return routes;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Call call = new Call(request, response, Map.of());
    try {
      dispatch(request, response);
    } catch (ApiException e) {
      call.fail(e.fault());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, request.getMethod() + " " + request.getRequestURI() + " failed", e);
      call.fail(
          new ApiException.Fault(
              500, "internal", "this is a fault of ours; the log tells more", "", "", ""));
    }
  }

  private void dispatch(HttpServletRequest request, HttpServletResponse response)
      throws ApiException, IOException {
    List<String> segments = segments(request);
    String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    List<String> allowed = new ArrayList<>();
    for (Route route : routes) {
      Optional<Map<String, String>> values = route.match(segments);
      if (values.isPresent()) {
        if (route.method().equals(method)) {
          route.handler().answer(new Call(request, response, values.get()));
          return;
        }
        allowed.add(route.method());
      }
    }
    if (allowed.isEmpty()) {
      throw ApiException.notFound(
          request.getRequestURI(),
          "there is nothing here",
          "GET /api/pharos/v1/openapi.yaml lists what there is");
    }
    response.setHeader("Allow", String.join(", ", allowed));
    throw new ApiException(
        new ApiException.Fault(
            405,
            "method_not_allowed",
            request.getMethod() + " cannot be used here",
            request.getRequestURI(),
            allowed.stream().collect(Collectors.joining(" or ")),
            "use " + allowed.getFirst()));
  }

  /** The path below the context, taken apart before it is decoded, so that %2F divides nothing. */
  private static List<String> segments(HttpServletRequest request) throws ApiException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(path.startsWith("/") ? 1 : 0).split("/", -1)) {
      try {
        // In paths, unlike in forms, a plus sign stands for itself.
        String plus = segment.replace("+", "%2B");
        segments.add(URLDecoder.decode(plus, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException _) {
        throw new ApiException(
            new ApiException.Fault(
                400,
                "bad_path",
                "the path cannot be decoded",
                segment,
                "percent signs followed by two hexadecimal digits",
                "write a percent sign itself as %25"));
      }
    }
    return segments;
  }
}
