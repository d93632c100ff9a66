package dev.pharos.dashboard.panel.single;

import dev.pharos.dashboard.api.Panel;

/**
 * What the panels of this family have in common: they are named alike and have the same options.
 */
abstract class SingleValue implements Panel {

  /** Stands in the modules' paths and in the tags; to be raised with every change of a module. */
  static final String VERSION = "0.1.0";

  static final String CONTEXT = "(osgi.http.whiteboard.context.name=panels)";
  static final String FOLDER = "/panel";

  private final String id;
  private final String name;
  private final String icon;

  SingleValue(String id, String name, String icon) {
    this.id = id;
    this.name = name;
    this.icon = icon;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String icon() {
    return icon;
  }

  @Override
  public final String element() {
    return "pharos-" + id + "-" + VERSION.replace('.', '-');
  }

  @Override
  public final String module() {
    return "/panels/" + id + "/" + VERSION + "/" + id + ".js";
  }

  @Override
  public final String optionSchema() {
    return """
        {"type": "object", "properties": {
          "reduce": {"title": "Value", "enum":
            ["last", "first", "min", "max", "mean", "sum", "count", "range", "delta"]},
          "decimals": {"title": "Decimals", "type": "integer", "minimum": 0, "maximum": 9},
          "min": {"title": "Minimum", "type": "number"},
          "max": {"title": "Maximum", "type": "number"},
          "noValue": {"title": "Without a value", "type": "string"},
          "color": {"title": "Colour", "enum": ["value", "background", "none"]},
          "graph": {"title": "Graph", "enum": ["area", "none"]},
          "text": {"title": "Text", "enum": ["auto", "value", "name", "value_and_name"]},
          "orientation": {"title": "Orientation", "enum": ["auto", "horizontal", "vertical"]},
          "thresholds": {"title": "Thresholds", "type": "object", "properties": {
            "steps": {"title": "Steps", "type": "array", "items": {"type": "object", "properties": {
              "value": {"type": ["number", "null"]}, "color": {"type": "string"}}}}}},
          "mappings": {"title": "Texts for values", "type": "array", "items": {"type": "object",
            "properties": {
              "value": {"type": ["number", "string"]}, "from": {"type": "number"},
              "to": {"type": "number"}, "special": {"enum": ["null", "nan"]},
              "text": {"type": "string"}, "color": {"type": "string"}}}}
        }}
        """;
  }

  @Override
  public final String defaults() {
    return """
        {"reduce": "last", "color": "value", "graph": "area"}
        """;
  }
}
