package dev.pharos.ui.app.dashboards;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.dom.Element;
import dev.pharos.dashboard.api.Dashboard;
import dev.pharos.dashboard.api.Dashboards;
import dev.pharos.dashboard.api.PanelDefinition;
import dev.pharos.dashboard.api.PanelDefinition.Grid;
import dev.pharos.model.TimeRange;
import dev.pharos.ui.api.PanelView;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Live;
import dev.pharos.ui.app.Platform;
import dev.pharos.ui.app.Watch;
import dev.pharos.ui.app.part.Icons;
import dev.pharos.ui.app.part.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A dashboard: its panels on the grid, each of which fetches and draws its data by itself. Drawn
 * anew when the dashboard has changed; says so when it has gone.
 */
final class DashboardPage extends Div {

  private static final String FROM = "event.detail.from";
  private static final String TO = "event.detail.to";

  private final ViewContext context;
  private final Platform platform;
  private final PanelViews views;
  private final Live<Dashboards> dashboards;
  private final String uid;
  private final List<JavaPanel> inJava = new ArrayList<>();
  private @Nullable Dashboard shown;
  private boolean wasThere;

  DashboardPage(ViewContext context, Platform platform, PanelViews views, String uid) {
    this.context = context;
    this.platform = platform;
    this.views = views;
    this.dashboards = platform.dashboards();
    this.uid = uid;
    Watch.on(context, dashboards, Dashboards::onChange, this::refresh);
    context.closeAtEnd(views.onChange(() -> context.update(this::drawAnew))::remove);
    refresh();
  }

  @Override
  protected void onAttach(AttachEvent event) {
    event.getUI().getPage().addJsModule("context://modules/pharos-panel.js");
  }

  private void drawAnew() {
    shown = null;
    refresh();
  }

  private void refresh() {
    Optional<Dashboards> service = dashboards.get();
    Optional<Dashboard> dashboard = service.flatMap(all -> all.load(context.access(), uid));
    if (dashboard.isPresent() && dashboard.get().equals(shown)) {
      return;
    }
    shown = dashboard.orElse(null);
    inJava.clear();
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
      grid.appendChild(placed(element(dashboard.uid(), panel), panel.grid()));
    }
    if (!inJava.isEmpty()) {
      grid.addEventListener("range", event -> ask(event.getEventData()))
          .addEventData(FROM)
          .addEventData(TO);
    }
    getElement().appendChild(grid);
  }

  /** The span of time that the browser shows now. */
  private void ask(JsonNode data) {
    long from = data.get(FROM).asLong();
    long to = data.get(TO).asLong();
    if (from < to) {
      inJava.forEach(panel -> panel.ask(new TimeRange(from, to)));
    }
  }

  private Element element(String uid, PanelDefinition panel) {
    Optional<PanelView> view = views.of(panel.type());
    if (view.isPresent()) {
      JavaPanel drawn = new JavaPanel(context, platform.frames(), view.get(), panel);
      inJava.add(drawn);
      return drawn.getElement();
    }
    return new Element("pharos-panel")
        .setAttribute("uid", uid)
        .setAttribute("panel-id", String.valueOf(panel.id()))
        .setAttribute("heading", panel.title());
  }

  private static Element placed(Element element, Grid place) {
    element
        .getStyle()
        .set("grid-column", (place.x() + 1) + " / span " + place.width())
        .set("grid-row", (place.y() + 1) + " / span " + place.height());
    return element;
  }
}
