package dev.pharos.web.pharos;

import dev.pharos.dashboard.api.Panel;
import jakarta.servlet.Servlet;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Lists the types of panels that are plugged in. */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ApiContext.SELECT)
@HttpWhiteboardServletPattern("/panels")
public final class PanelsServlet extends RoutingServlet {

  private static final long serialVersionUID = 1L;

  private final transient PanelTypes types;

  @Activate
  public PanelsServlet(@Reference PanelTypes types) {
    this.types = types;
    routes(new Route("GET", "/panels", this::list));
  }

  private void list(Call call) throws IOException {
    try (JsonBytes json = call.json(200)) {
      json.beginObject().name("contract").value(Panel.CONTRACT).name("panels").beginArray();
      for (Panel type : types.all()) {
        json.beginObject();
        json.name("id").value(type.id());
        json.name("name").value(type.name());
        json.name("icon").value(type.icon());
        json.name("element").value(type.element());
        json.name("module").value(type.module());
        json.name("optionSchema").json(type.optionSchema());
        json.name("defaults").json(type.defaults());
        json.endObject();
      }
      json.endArray().endObject();
    }
  }
}
