package dev.pharos.ui.modules;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContext;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Answers requests for modules below {@code /modules}.
 *
 * <p>Names with a hash in them never change their content and are kept by browsers for a year; all
 * others are asked for again each time, which costs an answer without a body while they are the
 * same.
 */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=modules)")
@HttpWhiteboardServletPattern("/*")
public final class ModuleServlet extends HttpServlet {

  /** The servlet context of the modules, apart from the console's own. */
  @Component(service = ServletContextHelper.class)
  @HttpWhiteboardContext(name = "modules", path = "/modules")
  public static final class Context extends ServletContextHelper {}

  private static final long serialVersionUID = 1L;
  private static final String FOREVER = "public, max-age=31536000, immutable";
  private static final String ASK_AGAIN = "no-cache";

  private final transient Map<String, Module> modules;

  public ModuleServlet() throws IOException {
    this(Module.list(ModuleServlet.class.getClassLoader()));
  }

  ModuleServlet(Map<String, Module> modules) {
    this.modules = modules;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    Module module = path == null ? null : modules.get(path.substring(1));
    if (module == null) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setHeader("ETag", module.tag());
    response.setHeader("Cache-Control", module.isUnchanging() ? FOREVER : ASK_AGAIN);
    response.setHeader("X-Content-Type-Options", "nosniff");
    String known = request.getHeader("If-None-Match");
    if (known != null && known.contains(module.hash())) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    byte[] content = module.read();
    response.setContentType(module.mediaType());
    response.setContentLength(content.length);
    response.getOutputStream().write(content);
  }
}
