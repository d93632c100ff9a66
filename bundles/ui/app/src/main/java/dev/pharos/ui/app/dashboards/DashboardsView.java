package dev.pharos.ui.app.dashboards;

import com.vaadin.flow.component.Component;
import dev.pharos.identity.api.Operation;
import dev.pharos.ui.api.View;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Platform;
import dev.pharos.ui.app.part.Icons;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Reference;

/** Offers the list at {@code /dashboards}, and each dashboard below it by its uid. */
@org.osgi.service.component.annotations.Component(service = View.class)
public final class DashboardsView implements View {

  private static final Page PAGE =
      new Page(
          "dashboards",
          "Dashboards",
          Icons.DASHBOARDS,
          "dashboards",
          Group.DASHBOARDS,
          10,
          Operation.READ,
          true);

  private final Platform platform;
  private final PanelViews panels;

  @Activate
  public DashboardsView(@Reference Platform platform, @Reference PanelViews panels) {
    this.platform = platform;
    this.panels = panels;
  }

  @Override
  public Page page() {
    return PAGE;
  }

  @Override
  public Component create(ViewContext context) {
    return context.path().isEmpty()
        ? new DashboardList(context, platform.dashboards())
        : new DashboardPage(context, platform, panels, context.path());
  }
}
