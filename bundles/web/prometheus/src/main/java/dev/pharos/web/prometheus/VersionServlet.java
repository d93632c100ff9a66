package dev.pharos.web.prometheus;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /version}: what was built, without an envelope. */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(Contexts.VERSION_SELECT)
@HttpWhiteboardServletPattern("/*")
public final class VersionServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient StatusHandlers status;

  @Activate
  public VersionServlet(@Reference Platform platform, @Reference Settings settings) {
    this.status = new StatusHandlers(platform, settings);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json");
    JsonBytes out = new JsonBytes(response.getOutputStream());
    status.writeBuild(out);
    out.flush();
  }
}
