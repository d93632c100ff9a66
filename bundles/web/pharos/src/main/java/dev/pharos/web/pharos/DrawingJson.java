package dev.pharos.web.pharos;

import dev.pharos.dashboard.api.Panel;
import dev.pharos.dashboard.api.PanelDefinition;
import dev.pharos.dashboard.api.PanelFrames.Drawing;
import dev.pharos.model.TimeRange;
import dev.pharos.source.api.Frame;
import dev.pharos.source.api.Frame.Column.Numbers;
import dev.pharos.source.api.Frame.Column.Texts;
import dev.pharos.source.api.Frame.Column.Times;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what a panel draws, as the browser's contract of panels says.
 *
 * <p>A panel whose type is not plugged in has no element and no module; its data is there all the
 * same.
 */
final class DrawingJson {

  private DrawingJson() {}

  static void write(
      JsonBytes json, PanelDefinition panel, Optional<Panel> type, TimeRange range, Drawing drawing)
      throws IOException {
    json.beginObject().name("contract").value(Panel.CONTRACT).name("panel");
    panel(json, panel, type);
    json.name("range").beginObject();
    json.name("from").value(range.startMillis()).name("to").value(range.endMillis());
    json.endObject().name("frames").beginArray();
    for (Frame frame : drawing.frames()) {
      frame(json, frame);
    }
    json.endArray().name("errors");
    List<String> errors = new ArrayList<>(drawing.errors());
    if (type.isEmpty()) {
      errors.addFirst("the panel type \"" + panel.type() + "\" is waiting for a bundle");
    }
    DashboardJson.texts(json, errors);
    json.endObject();
  }

  private static void panel(JsonBytes json, PanelDefinition panel, Optional<Panel> type)
      throws IOException {
    json.beginObject();
    json.name("id").value(panel.id());
    json.name("type").value(panel.type());
    json.name("title").value(panel.title());
    json.name("description").value(panel.description());
    if (type.isPresent()) {
      json.name("element").value(type.get().element());
      json.name("module").value(type.get().module());
    } else {
      json.name("element").nullValue().name("module").nullValue();
    }
    json.name("unit").value(panel.unit());
    String defaults = type.map(Panel::defaults).orElse("{}");
    json.name("options").json(PanelOptions.resolve(defaults, panel.options()));
    json.endObject();
  }

  private static void frame(JsonBytes json, Frame frame) throws IOException {
    json.beginObject();
    json.name("refId").value(frame.refId());
    json.name("name").value(frame.name());
    json.name("fields").beginArray();
    for (Frame.Field field : frame.fields()) {
      field(json, field);
    }
    json.endArray().endObject();
  }

  private static void field(JsonBytes json, Frame.Field field) throws IOException {
    json.beginObject().name("name").value(field.name());
    switch (field.column()) {
      case Times(long[] millis) -> {
        json.name("type").value("time").name("values").beginArray();
        for (long instant : millis) {
          json.value(instant);
        }
        json.endArray();
      }
      case Numbers(double[] values) -> {
        json.name("type").value("number").name("labels").beginObject();
        for (Map.Entry<String, String> label : field.labels().entrySet()) {
          json.name(label.getKey()).value(label.getValue());
        }
        json.endObject().name("values").beginArray();
        for (double value : values) {
          json.value(value);
        }
        json.endArray();
      }
      case Texts(List<String> values) -> {
        json.name("type").value("text").name("values");
        DashboardJson.texts(json, values);
      }
    }
    json.endObject();
  }
}
