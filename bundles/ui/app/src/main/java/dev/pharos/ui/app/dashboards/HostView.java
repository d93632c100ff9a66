package dev.pharos.ui.app.dashboards;

import com.vaadin.flow.component.Component;
import dev.pharos.identity.api.Operation;
import dev.pharos.ui.api.View;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Platform;
import dev.pharos.ui.app.part.Icons;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Reference;

/** Offers the dashboard of this host, which comes with the node exporter, at {@code /host}. */
@org.osgi.service.component.annotations.Component(service = View.class)
public final class HostView implements View {

  private static final String UID = "bundle:dev.pharos.exporter.node:host";

  private static final Page PAGE =
      new Page("host", "Host", Icons.HOST, "host", Group.DASHBOARDS, 20, Operation.READ, true);

  private final Platform platform;
  private final PanelViews panels;

  @Activate
  public HostView(@Reference Platform platform, @Reference PanelViews panels) {
    this.platform = platform;
    this.panels = panels;
  }

  @Override
  public Page page() {
    return PAGE;
  }

  @Override
  public Component create(ViewContext context) {
    return new DashboardPage(context, platform, panels, UID);
  }
}
