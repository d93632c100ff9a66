package dev.pharos.ui.app;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinService;
import dev.pharos.ui.app.frame.Faults;
import dev.pharos.ui.app.frame.Frame;
import dev.pharos.ui.app.frame.Shell;
import dev.pharos.ui.vaadin.VaadinApplication;
import java.util.List;
import java.util.Objects;
import org.jsoup.nodes.Element;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The console: one route, whose frame shows the pages of all bundles. */
@org.osgi.service.component.annotations.Component(service = VaadinApplication.class)
public final class Console implements VaadinApplication {

  private final Views views;
  private final Platform platform;
  private final Beat beat = new Beat();

  @Activate
  public Console(@Reference Views views, @Reference Platform platform) {
    this.views = views;
    this.platform = platform;
  }

  @Deactivate
  public void close() {
    beat.close();
  }

  /** The console that serves the current request. */
  public static Console current() {
    return Objects.requireNonNull(
        VaadinService.getCurrent().getContext().getAttribute(Console.class),
        "no console has been started in this context");
  }

  public Views views() {
    return views;
  }

  public Platform platform() {
    return platform;
  }

  /** What pages that look again and again are called by. */
  public Beat beat() {
    return beat;
  }

  @Override
  public Class<? extends AppShellConfigurator> shell() {
    return Shell.class;
  }

  @Override
  public List<Class<? extends Component>> routes() {
    return List.of(Frame.class);
  }

  @Override
  public void starting(ServiceInitEvent event) {
    event.getSource().getContext().setAttribute(Console.class, this);
    event.getSource().addSessionInitListener(e -> e.getSession().setErrorHandler(new Faults()));
    event.addIndexHtmlRequestListener(
        response ->
            // Behind the base, by which its address is found on every page; before anything shows.
            Objects.requireNonNull(response.getDocument().head().selectFirst("base"))
                .after(new Element("script").attr("src", "./modules/theme-boot.js")));
  }
}
