package dev.pharos.ui.vaadin.servlet;

import com.vaadin.flow.di.LookupInitializer;
import com.vaadin.flow.function.DeploymentConfiguration;
import com.vaadin.flow.router.DefaultRoutePathProvider;
import com.vaadin.flow.router.RouteConfiguration;
import com.vaadin.flow.server.ServiceException;
import com.vaadin.flow.server.VaadinServlet;
import com.vaadin.flow.server.VaadinServletContext;
import com.vaadin.flow.server.VaadinServletService;
import com.vaadin.flow.server.startup.ApplicationRouteRegistry;
import com.vaadin.flow.server.startup.LookupServletContainerInitializer;
import com.vaadin.flow.server.startup.VaadinAppShellInitializer;
import dev.pharos.ui.vaadin.VaadinApplication;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.server.ServerContainer;
import java.io.IOException;
import java.util.Set;

/**
 * Vaadin's servlet, started by hand: under the Whiteboard no container initializer runs, and no
 * class is scanned for.
 *
 * <p>Vaadin finds classes and resources by the thread's context class loader, so each call goes in
 * with this bundle's.
 */
final class ApplicationServlet extends VaadinServlet {

  private final VaadinApplication application;
  private final ServerContainer sockets;

  ApplicationServlet(VaadinApplication application, ServerContainer sockets) {
    this.application = application;
    this.sockets = sockets;
  }

  @Override
  public void init(ServletConfig config) throws ServletException {
    ClassLoader before = enter();
    try {
      ServletContext context = config.getServletContext();
      // The Whiteboard's contexts do not carry the container's attributes.
      context.setAttribute(ServerContainer.class.getName(), sockets);
      new LookupServletContainerInitializer()
          .process(Set.of(LookupInitializer.class, DefaultRoutePathProvider.class), context);
      VaadinAppShellInitializer.init(
          Set.of(application.shell()), new VaadinServletContext(context));
      super.init(config);
    } finally {
      leave(before);
    }
  }

  @Override
  protected VaadinServletService createServletService(DeploymentConfiguration configuration)
      throws ServiceException {
    ApplicationService service = new ApplicationService(this, configuration, application);
    service.init();
    return service;
  }

  @Override
  protected void servletInitialized() {
    RouteConfiguration routes =
        RouteConfiguration.forRegistry(
            ApplicationRouteRegistry.getInstance(new VaadinServletContext(getServletContext())));
    application.routes().forEach(routes::setAnnotatedRoute);
  }

  @Override
  public void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    ClassLoader before = enter();
    try {
      super.service(new ContainerSessionRequest((HttpServletRequest) request), response);
    } finally {
      leave(before);
    }
  }

  @Override
  public void destroy() {
    ClassLoader before = enter();
    try {
      super.destroy();
    } finally {
      leave(before);
    }
  }

  private static ClassLoader enter() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ApplicationServlet.class.getClassLoader());
    return before;
  }

  private static void leave(ClassLoader before) {
    Thread.currentThread().setContextClassLoader(before);
  }
}
