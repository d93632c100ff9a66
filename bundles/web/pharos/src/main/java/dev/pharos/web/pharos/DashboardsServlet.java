package dev.pharos.web.pharos;

import dev.pharos.dashboard.api.Dashboard;
import dev.pharos.dashboard.api.Dashboards;
import dev.pharos.dashboard.api.Panel;
import dev.pharos.dashboard.api.PanelDefinition;
import dev.pharos.dashboard.api.PanelFrames;
import dev.pharos.dashboard.api.PanelFrames.Drawing;
import dev.pharos.identity.api.Access;
import dev.pharos.model.TimeRange;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Lists dashboards, tells one, and answers what its panels draw. */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ApiContext.SELECT)
@HttpWhiteboardServletPattern({"/dashboards", "/dashboards/*"})
public final class DashboardsServlet extends RoutingServlet {

  private static final long serialVersionUID = 1L;

  private static final int USUAL_POINTS = 500;
  private static final int MOST_POINTS = 5_000;

  /** The year 9999, beyond which instants are typing errors. */
  private static final long LATEST_MILLIS = 253_402_300_799_999L;

  private final transient Dashboards dashboards;
  private final transient PanelFrames frames;
  private final transient PanelTypes types;
  private final transient InstantSource clock;

  @Activate
  public DashboardsServlet(
      @Reference Dashboards dashboards,
      @Reference PanelFrames frames,
      @Reference PanelTypes types) {
    this(dashboards, frames, types, InstantSource.system());
  }

  /** For tests, which choose the clock. */
  DashboardsServlet(
      Dashboards dashboards, PanelFrames frames, PanelTypes types, InstantSource clock) {
    this.dashboards = dashboards;
    this.frames = frames;
    this.types = types;
    this.clock = clock;
    routes(
        new Route("GET", "/dashboards", this::list),
        new Route("GET", "/dashboards/{uid}", this::load),
        new Route("GET", "/dashboards/{uid}/panels/{id}/frames", this::frames));
  }

  private void list(Call call) throws IOException {
    List<Dashboard> all = dashboards.list(call.access());
    List<String> problems = dashboards.problems();
    try (JsonBytes json = call.json(200)) {
      json.beginObject().name("dashboards").beginArray();
      for (Dashboard dashboard : all) {
        json.beginObject();
        DashboardJson.head(json, dashboard);
        json.name("panelCount").value(dashboard.panels().size()).endObject();
      }
      json.endArray().name("problems");
      DashboardJson.texts(json, problems);
      json.endObject();
    }
  }

  private void load(Call call) throws ApiException, IOException {
    Dashboard dashboard = dashboard(call, call.access());
    try (JsonBytes json = call.json(200)) {
      DashboardJson.whole(json, dashboard);
    }
  }

  private void frames(Call call) throws ApiException, IOException {
    Access access = call.access();
    Dashboard dashboard = dashboard(call, access);
    PanelDefinition panel = panel(dashboard, call.path("id"));
    TimeRange range = range(call, dashboard);
    int points = (int) call.number("points", USUAL_POINTS, 2, MOST_POINTS);
    Optional<Panel> type = types.find(panel.type());
    Drawing drawing = frames.frames(access, panel, range, points);
    try (JsonBytes json = call.json(200)) {
      DrawingJson.write(json, panel, type, range, drawing);
    }
  }

  private Dashboard dashboard(Call call, Access access) throws ApiException {
    String uid = call.path("uid");
    return dashboards
        .load(access, uid)
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "path.uid",
                    "there is no dashboard \"" + uid + "\"",
                    "GET /api/pharos/v1/dashboards lists those there are"));
  }

  private static PanelDefinition panel(Dashboard dashboard, String id) throws ApiException {
    return dashboard.panels().stream()
        .filter(panel -> String.valueOf(panel.id()).equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "path.id",
                    "the dashboard has no panel \"" + id + "\"",
                    "GET /api/pharos/v1/dashboards/" + dashboard.uid() + " lists its panels"));
  }

  /** What was asked for, or else what the dashboard shows when it is opened. */
  private TimeRange range(Call call, Dashboard dashboard) throws ApiException {
    long to = call.number("to", clock.millis(), 1, LATEST_MILLIS);
    long usual = Math.max(0, to - dashboard.fromSeconds() * 1_000);
    long from = call.number("from", usual, 0, LATEST_MILLIS);
    if (from >= to) {
      throw ApiException.badParameter(
          "from", String.valueOf(from), "an instant in milliseconds before to, " + to);
    }
    return new TimeRange(from, to);
  }
}
