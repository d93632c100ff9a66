package dev.pharos.dashboard.panel.timeseries;

import dev.pharos.dashboard.api.Panel;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardResource;

/** Lines, areas, bars or points over time, drawn by uPlot. */
@Component(property = Panel.TYPE + "=" + TimeSeriesPanel.ID)
@HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=panels)")
@HttpWhiteboardResource(
    pattern = "/" + TimeSeriesPanel.ID + "/" + TimeSeriesPanel.VERSION + "/*",
    prefix = "/panel")
public final class TimeSeriesPanel implements Panel {

  static final String ID = "timeseries";

  /** Stands in the module's path and in the tag; to be raised with every change of the module. */
  static final String VERSION = "0.1.0";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String name() {
    return "Time series";
  }

  @Override
  public String icon() {
    return "M3 3v18h18v-2H5V3H3zm4 12 4-5 3 3 5-7 1.6 1.2L14.3 16l-3.1-3.1L8.6 16.2 7 15z";
  }

  @Override
  public String element() {
    return "pharos-timeseries-" + VERSION.replace('.', '-');
  }

  @Override
  public String module() {
    return "/panels/" + ID + "/" + VERSION + "/timeseries.js";
  }

  @Override
  public String optionSchema() {
    return """
        {"type": "object", "properties": {
          "draw": {"title": "Draw", "enum": ["line", "bars", "points"], "default": "line"},
          "lineWidth": {"title": "Line width", "type": "number", "minimum": 0, "maximum": 10},
          "fill": {"title": "Fill", "type": "number", "minimum": 0, "maximum": 1},
          "points": {"title": "Points", "enum": ["auto", "always", "never"]},
          "interpolation": {"title": "Interpolation", "enum": ["linear", "stepped", "smooth"]},
          "connectGaps": {"title": "Connect over gaps", "type": "boolean"},
          "stack": {"title": "Stack", "enum": ["none", "normal", "percent"]},
          "decimals": {"title": "Decimals", "type": "integer", "minimum": 0, "maximum": 9},
          "legend": {"title": "Legend", "type": "object", "properties": {
            "show": {"title": "Show", "type": "boolean"},
            "mode": {"title": "As", "enum": ["list", "table"]},
            "placement": {"title": "Where", "enum": ["bottom", "right"]},
            "calcs": {"title": "Figures", "type": "array", "items": {"enum":
              ["last", "first", "min", "max", "mean", "sum", "count", "range", "delta"]}}}},
          "axis": {"title": "Axis", "type": "object", "properties": {
            "placement": {"title": "Where", "enum": ["left", "right", "hidden"]},
            "label": {"title": "Label", "type": "string"},
            "scale": {"title": "Scale", "enum": ["linear", "log"]},
            "min": {"title": "Minimum", "type": "number"},
            "max": {"title": "Maximum", "type": "number"},
            "softMin": {"title": "Minimum at least", "type": "number"},
            "softMax": {"title": "Maximum at least", "type": "number"}}},
          "thresholds": {"title": "Thresholds", "type": "object", "properties": {
            "style": {"title": "As", "enum": ["off", "line", "area", "line+area"]},
            "steps": {"title": "Steps", "type": "array", "items": {"type": "object", "properties": {
              "value": {"type": ["number", "null"]}, "color": {"type": "string"}}}}}},
          "overrides": {"title": "Overrides", "type": "array", "items": {"type": "object",
            "properties": {
              "name": {"type": "string"}, "refId": {"type": "string"}, "unit": {"type": "string"},
              "axis": {"enum": ["left", "right"]}, "color": {"type": "string"},
              "fill": {"type": "number"}, "lineWidth": {"type": "number"},
              "draw": {"enum": ["line", "bars", "points"]}, "decimals": {"type": "integer"}}}}
        }}
        """;
  }

  @Override
  public String defaults() {
    return """
        {"draw": "line", "lineWidth": 1.5, "fill": 0.12, "stack": "none",
         "legend": {"show": true, "placement": "bottom"}}
        """;
  }
}
