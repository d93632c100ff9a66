package dev.pharos.web.pharos;

import dev.pharos.dashboard.api.Dashboard;
import dev.pharos.dashboard.api.PanelDefinition;
import java.io.IOException;
import java.util.List;

/** Writes dashboards as JSON. */
final class DashboardJson {

  private DashboardJson() {}

  static void whole(JsonBytes json, Dashboard dashboard) throws IOException {
    json.beginObject();
    head(json, dashboard);
    json.name("panels").beginArray();
    for (PanelDefinition panel : dashboard.panels()) {
      panel(json, panel);
    }
    json.endArray().endObject();
  }

  /** The members that tell of a dashboard without its panels. */
  static void head(JsonBytes json, Dashboard dashboard) throws IOException {
    json.name("uid").value(dashboard.uid());
    json.name("title").value(dashboard.title());
    json.name("description").value(dashboard.description());
    json.name("tags");
    texts(json, dashboard.tags());
    json.name("fromSeconds").value(dashboard.fromSeconds());
    json.name("refreshSeconds").value(dashboard.refreshSeconds());
    json.name("editable").value(dashboard.editable());
  }

  private static void panel(JsonBytes json, PanelDefinition panel) throws IOException {
    json.beginObject();
    json.name("id").value(panel.id());
    json.name("type").value(panel.type());
    json.name("title").value(panel.title());
    json.name("description").value(panel.description());
    PanelDefinition.Grid grid = panel.grid();
    json.name("grid").beginObject();
    json.name("x").value(grid.x()).name("y").value(grid.y());
    json.name("w").value(grid.width()).name("h").value(grid.height());
    json.endObject().name("queries").beginArray();
    for (PanelDefinition.Query query : panel.queries()) {
      json.beginObject();
      json.name("refId").value(query.refId());
      json.name("source").value(query.source());
      json.name("expr").value(query.expression());
      json.name("legend").value(query.legend());
      json.name("instant").value(query.instant());
      json.endObject();
    }
    json.endArray();
    json.name("unit").value(panel.unit());
    json.name("options").json(panel.options());
    json.endObject();
  }

  static void texts(JsonBytes json, List<String> texts) throws IOException {
    json.beginArray();
    for (String text : texts) {
      json.value(text);
    }
    json.endArray();
  }
}
