package dev.pharos.ui.vaadin.servlet;

import static org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME;
import static org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_PATH;
import static org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT;
import static org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_ASYNC_SUPPORTED;
import static org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_INIT_PARAM_PREFIX;
import static org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME;
import static org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN;

import com.vaadin.flow.internal.ReflectionCache;
import dev.pharos.ui.vaadin.VaadinApplication;
import jakarta.servlet.Servlet;
import jakarta.websocket.server.ServerContainer;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.context.ServletContextHelper;

/**
 * Offers the application at {@code /}, in a servlet context of its own, and forgets what Vaadin
 * remembers of classes whenever a bundle has gone.
 */
@Component(service = {})
public final class VaadinStarter {

  private static final String CONTEXT = "ui";
  private static final int GONE =
      BundleEvent.STOPPED | BundleEvent.UPDATED | BundleEvent.UNRESOLVED | BundleEvent.UNINSTALLED;

  private final BundleContext bundles;
  private final BundleListener forgetting = VaadinStarter::forgetClassesOfGoneBundles;
  private final ServiceRegistration<ServletContextHelper> context;
  private final ServiceRegistration<Servlet> servlet;

  @Activate
  public VaadinStarter(
      BundleContext bundles,
      @Reference VaadinApplication application,
      @Reference ServerContainer sockets) {
    this.bundles = bundles;
    bundles.addBundleListener(forgetting);
    context =
        bundles.registerService(
            ServletContextHelper.class,
            contexts(),
            FrameworkUtil.asDictionary(
                Map.of(HTTP_WHITEBOARD_CONTEXT_NAME, CONTEXT, HTTP_WHITEBOARD_CONTEXT_PATH, "/")));
    servlet =
        bundles.registerService(
            Servlet.class,
            servlets(application, sockets),
            FrameworkUtil.asDictionary(
                Map.of(
                    HTTP_WHITEBOARD_SERVLET_NAME,
                    "vaadin",
                    HTTP_WHITEBOARD_SERVLET_PATTERN,
                    "/*",
                    HTTP_WHITEBOARD_SERVLET_ASYNC_SUPPORTED,
                    true,
                    HTTP_WHITEBOARD_CONTEXT_SELECT,
                    "(" + HTTP_WHITEBOARD_CONTEXT_NAME + "=" + CONTEXT + ")",
                    // Atmosphere looks for its servlet by this path and refuses to start without.
                    HTTP_WHITEBOARD_SERVLET_INIT_PARAM_PREFIX + "pushServletMapping",
                    "/",
                    HTTP_WHITEBOARD_SERVLET_INIT_PARAM_PREFIX + "productionMode",
                    "true",
                    HTTP_WHITEBOARD_SERVLET_INIT_PARAM_PREFIX + "closeIdleSessions",
                    "true")));
  }

  @Deactivate
  public void close() {
    servlet.unregister();
    context.unregister();
    bundles.removeBundleListener(forgetting);
    ReflectionCache.clearAll();
  }

  /** Flow keeps what it finds out about component classes in static maps, for good. */
  private static void forgetClassesOfGoneBundles(BundleEvent event) {
    if ((event.getType() & GONE) != 0) {
      ReflectionCache.clearAll();
    }
  }

  private static ServiceFactory<ServletContextHelper> contexts() {
    return new ServiceFactory<>() {
      @Override
      public ServletContextHelper getService(
          Bundle user, ServiceRegistration<ServletContextHelper> registration) {
        return new VaadinContext(user);
      }

      @Override
      public void ungetService(
          Bundle user,
          ServiceRegistration<ServletContextHelper> registration,
          ServletContextHelper service) {}
    };
  }

  /** A new servlet per registration: one of Vaadin's cannot be initialised twice. */
  private static PrototypeServiceFactory<Servlet> servlets(
      VaadinApplication application, ServerContainer sockets) {
    return new PrototypeServiceFactory<>() {
      @Override
      public Servlet getService(Bundle user, ServiceRegistration<Servlet> registration) {
        return new ApplicationServlet(application, sockets);
      }

      @Override
      public void ungetService(
          Bundle user, ServiceRegistration<Servlet> registration, Servlet service) {}
    };
  }
}
