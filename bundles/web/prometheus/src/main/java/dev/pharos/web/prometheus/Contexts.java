package dev.pharos.web.prometheus;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContext;

/** The places of the API among the paths of the server. Who may come is decided before. */
final class Contexts {

  static final String API_SELECT = "(osgi.http.whiteboard.context.name=prometheus-api)";
  static final String LIFECYCLE_SELECT = "(osgi.http.whiteboard.context.name=prometheus-lifecycle)";
  static final String FEDERATE_SELECT = "(osgi.http.whiteboard.context.name=prometheus-federate)";
  static final String VERSION_SELECT = "(osgi.http.whiteboard.context.name=prometheus-version)";

  private Contexts() {}

  /** {@code /api/v1}. */
  @Component(service = ServletContextHelper.class, scope = ServiceScope.BUNDLE)
  @HttpWhiteboardContext(name = "prometheus-api", path = "/api/v1")
  public static final class Api extends ServletContextHelper {}

  /** {@code /-}. */
  @Component(service = ServletContextHelper.class, scope = ServiceScope.BUNDLE)
  @HttpWhiteboardContext(name = "prometheus-lifecycle", path = "/-")
  public static final class Lifecycle extends ServletContextHelper {}

  /** {@code /federate}. */
  @Component(service = ServletContextHelper.class, scope = ServiceScope.BUNDLE)
  @HttpWhiteboardContext(name = "prometheus-federate", path = "/federate")
  public static final class Federate extends ServletContextHelper {}

  /** {@code /version}. */
  @Component(service = ServletContextHelper.class, scope = ServiceScope.BUNDLE)
  @HttpWhiteboardContext(name = "prometheus-version", path = "/version")
  public static final class Version extends ServletContextHelper {}
}
