package dev.pharos.ui.vaadin;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.server.ServiceInitEvent;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What is shown in the browser: the page that holds everything, and the routes within it.
 *
 * <p>Register one as a service: the servlet that serves it appears at {@code /}, and goes with it.
 * All classes may come from the application's own bundle.
 */
@ConsumerType
public interface VaadinApplication {

  /** Configures the page: title, icons, style sheets, push. */
  Class<? extends AppShellConfigurator> shell();

  /** Components annotated with {@code @Route(registerAtStartup = false)}. */
  List<Class<? extends Component>> routes();

  /** Called once before the first request, to add listeners and request handlers. */
  void starting(ServiceInitEvent event);
}
