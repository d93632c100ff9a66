package dev.pharos.ui.vaadin.servlet;

import com.vaadin.flow.di.DefaultInstantiator;
import com.vaadin.flow.di.Instantiator;
import com.vaadin.flow.function.DeploymentConfiguration;
import com.vaadin.flow.server.ServiceDestroyListener;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinServlet;
import com.vaadin.flow.server.VaadinServletService;
import com.vaadin.flow.shared.Registration;
import dev.pharos.ui.vaadin.VaadinApplication;
import java.util.stream.Stream;

/** Vaadin's service, which asks the application and does not hold on to classes of bundles. */
final class ApplicationService extends VaadinServletService {

  private static final String PER_CLASS_LISTENER =
      "com.vaadin.flow.component.internal.ComponentMetaData";

  private final VaadinApplication application;

  ApplicationService(
      VaadinServlet servlet, DeploymentConfiguration configuration, VaadinApplication application) {
    super(servlet, configuration);
    this.application = application;
  }

  @Override
  protected Instantiator createInstantiator() {
    return new ApplicationInstantiator(this);
  }

  /**
   * Flow adds one listener per component class, whose only work is to drop this service's data on
   * that class at the end. It would keep the class, and so its bundle, for as long as we serve.
   */
  @Override
  public Registration addServiceDestroyListener(ServiceDestroyListener listener) {
    if (listener.getClass().getName().startsWith(PER_CLASS_LISTENER)) {
      return () -> {};
    }
    return super.addServiceDestroyListener(listener);
  }

  private static final class ApplicationInstantiator extends DefaultInstantiator {

    private final ApplicationService service;

    ApplicationInstantiator(ApplicationService service) {
      super(service);
      this.service = service;
    }

    @Override
    public Stream<VaadinServiceInitListener> getServiceInitListeners() {
      VaadinServiceInitListener ours =
          (ServiceInitEvent event) -> service.application.starting(event);
      return Stream.concat(super.getServiceInitListeners(), Stream.of(ours));
    }
  }
}
