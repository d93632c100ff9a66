package dev.pharos.web.pharos;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URL;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContext;

/**
 * The place of panels' ES modules: bundles of panels select the context {@code panels} and serve
 * their folder {@code panel} below {@code /panels/<id>/<version>}.
 *
 * <p>Nothing but that folder can be reached, and every file has the type without which browsers
 * refuse a module.
 */
@Component(service = ServletContextHelper.class, scope = ServiceScope.BUNDLE)
@HttpWhiteboardContext(name = "panels", path = "/panels")
public final class PanelsContext extends ServletContextHelper {

  private static final String FOLDER = "/panel/";

  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript",
          "css", "text/css",
          "json", "application/json",
          "map", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "woff2", "font/woff2");

  @Activate
  public PanelsContext(ComponentContext component) {
    this(component.getUsingBundle());
  }

  /** For the bundle whose files are served. */
  PanelsContext(@Nullable Bundle user) {
    super(user);
  }

  @Override
  public @Nullable String getMimeType(String name) {
    return TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  @Override
  public @Nullable URL getResource(String name) {
    boolean allowed = name.startsWith(FOLDER) && !name.contains("..") && getMimeType(name) != null;
    return allowed ? super.getResource(name) : null;
  }

  /**
   * Browsers keep nothing: the files of a jar that is built reproducibly always have the same date,
   * so that asking whether they have changed would miss a bundle that was updated in place.
   */
  @Override
  public boolean handleSecurity(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    return true;
  }
}
