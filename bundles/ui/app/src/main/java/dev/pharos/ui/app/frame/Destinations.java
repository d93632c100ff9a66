package dev.pharos.ui.app.frame;

import dev.pharos.dashboard.api.Dashboard;
import dev.pharos.dashboard.api.Dashboards;
import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.Principal;
import dev.pharos.ui.api.View;
import dev.pharos.ui.app.Live;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Where the palette can go to, as JSON; metrics it finds by itself. */
final class Destinations {

  private static final JsonMapper JSON = new JsonMapper();

  private Destinations() {}

  static String json(List<View> views, Live<Dashboards> dashboards, Principal principal) {
    ArrayNode list = JSON.createArrayNode();
    for (View view : views) {
      add(list, "Page", view.page().title(), view.page().group().heading(), view.page().path());
    }
    for (Dashboard dashboard :
        dashboards.get().map(all -> all.list(Access.of(principal))).orElse(List.of())) {
      add(
          list,
          "Dashboard",
          dashboard.title(),
          String.join(" ", dashboard.tags()),
          "dashboards/" + dashboard.uid());
    }
    return list.toString();
  }

  private static void add(ArrayNode list, String kind, String label, String hint, String address) {
    list.addObject()
        .put("kind", kind)
        .put("label", label)
        .put("hint", hint)
        .put("address", address);
  }
}
