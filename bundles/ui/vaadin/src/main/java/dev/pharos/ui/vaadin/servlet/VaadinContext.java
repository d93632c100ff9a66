package dev.pharos.ui.vaadin.servlet;

import java.net.URL;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.servlet.context.ServletContextHelper;

/**
 * The servlet context of the application and of bundles that add resources to it.
 *
 * <p>Knows media types, without which browsers refuse modules. Of this bundle it opens {@code
 * META-INF/resources} of the nested jars and nothing else: Vaadin serves whatever a context finds,
 * and the stock one finds every class and file of the bundle.
 */
final class VaadinContext extends ServletContextHelper {

  private static final String ROOT = "META-INF/resources";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("css", "text/css"),
          Map.entry("html", "text/html"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("js", "text/javascript"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("mjs", "text/javascript"),
          Map.entry("png", "image/png"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("txt", "text/plain"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("woff", "font/woff"),
          Map.entry("woff2", "font/woff2"));

  private final boolean own;

  VaadinContext(@Nullable Bundle user) {
    super(user);
    own = user == FrameworkUtil.getBundle(VaadinContext.class);
  }

  @Override
  public @Nullable String getMimeType(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return TYPES.get(ending.toLowerCase(Locale.ROOT));
  }

  @Override
  public @Nullable URL getResource(String name) {
    if (!own) {
      return super.getResource(name);
    }
    String path = name.startsWith("/") ? name : "/" + name;
    if (path.contains("..") || path.endsWith("/") || path.startsWith("/META-INF")) {
      return null;
    }
    return VaadinContext.class.getClassLoader().getResource(ROOT + path);
  }
}
