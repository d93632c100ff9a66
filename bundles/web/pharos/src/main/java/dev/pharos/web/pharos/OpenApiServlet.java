package dev.pharos.web.pharos;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Hands out the description of our API. */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ApiContext.SELECT)
@HttpWhiteboardServletPattern("/openapi.yaml")
public final class OpenApiServlet extends RoutingServlet {

  private static final long serialVersionUID = 1L;

  private final byte[] description;

  @Activate
  public OpenApiServlet() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(OpenApiServlet.class.getResourceAsStream("openapi.yaml"))) {
      description = in.readAllBytes();
    }
    routes(new Route("GET", "/openapi.yaml", this::hand));
  }

  private void hand(Call call) throws IOException {
    call.bytes("application/yaml", description);
  }
}
