package dev.pharos.ui.app.dashboards;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.dom.Element;
import dev.pharos.dashboard.api.Dashboard;
import dev.pharos.dashboard.api.Dashboards;
import dev.pharos.dashboard.api.PanelDefinition;
import dev.pharos.dashboard.api.PanelDefinition.Grid;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Live;
import dev.pharos.ui.app.Watch;
import dev.pharos.ui.app.part.Icons;
import dev.pharos.ui.app.part.Note;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dashboard: its panels on the grid, each of which fetches and draws its data by itself. Drawn
 * anew when the dashboard has changed; says so when it has gone.
 */
final class DashboardPage extends Div {

  private final ViewContext context;
  private final Live<Dashboards> dashboards;
  private final String uid;
  private @Nullable Dashboard shown;
  private boolean wasThere;

  DashboardPage(ViewContext context, Live<Dashboards> dashboards, String uid) {
    this.context = context;
    this.dashboards = dashboards;
    this.uid = uid;
    Watch.on(context, dashboards, Dashboards::onChange, this::refresh);
    refresh();
  }

  @Override
  protected void onAttach(AttachEvent event) {
    event.getUI().getPage().addJsModule("context://modules/pharos-panel.js");
  }

  private void refresh() {
    Optional<Dashboards> service = dashboards.get();
    Optional<Dashboard> dashboard = service.flatMap(all -> all.load(context.access(), uid));
    if (dashboard.isPresent() && dashboard.get().equals(shown)) {
      return;
    }
    shown = dashboard.orElse(null);
    removeAll();
    getElement().removeAllChildren();
    if (dashboard.isPresent()) {
      wasThere = true;
      show(dashboard.get());
    } else if (service.isEmpty()) {
      add(Note.waitingFor("the store of dashboards"));
    } else {
      add(
          Note.of(
              Icons.DASHBOARDS,
              wasThere ? "This dashboard has gone" : "There is no such dashboard",
              (wasThere ? "Its bundle was taken out. " : "Nothing here is called " + uid + ". ")
                  + "If it comes with a bundle, it appears here as soon as the bundle is running."));
    }
  }

  private void show(Dashboard dashboard) {
    context.title(dashboard.title());
    Element grid = new Element("pharos-dashboard");
    grid.setAttribute("from", "now-" + dashboard.fromSeconds() + "s");
    grid.setAttribute("refresh", String.valueOf(dashboard.refreshSeconds()));
    grid.setAttribute("class", "ph-grid");
    for (PanelDefinition panel : dashboard.panels()) {
      grid.appendChild(panel(dashboard.uid(), panel));
    }
    getElement().appendChild(grid);
  }

  private static Element panel(String uid, PanelDefinition panel) {
    Grid place = panel.grid();
    Element element = new Element("pharos-panel");
    element.setAttribute("uid", uid);
    element.setAttribute("panel-id", String.valueOf(panel.id()));
    element.setAttribute("heading", panel.title());
    element
        .getStyle()
        .set("grid-column", (place.x() + 1) + " / span " + place.width())
        .set("grid-row", (place.y() + 1) + " / span " + place.height());
    return element;
  }
}
