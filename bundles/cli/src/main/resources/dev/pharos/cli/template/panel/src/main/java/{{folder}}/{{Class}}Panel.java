package {{package}};

import dev.pharos.dashboard.api.Panel;
import org.osgi.service.component.annotations.Component;

/** The panel {{name}}: its element draws the last value of each series as a bar. */
@Component(
    property = {
      Panel.TYPE + "={{name}}",
      "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=panels)",
      "osgi.http.whiteboard.resource.pattern=/{{name}}/1/*",
      "osgi.http.whiteboard.resource.prefix=/panel"
    })
public final class {{Class}}Panel implements Panel {

  @Override
  public String id() {
    return "{{name}}";
  }

  @Override
  public String name() {
    return "{{Class}}";
  }

  @Override
  public String icon() {
    return "M4 20V10h4v10zm6 0V4h4v16zm6 0v-7h4v7z";
  }

  @Override
  public String element() {
    return "x-{{name}}-1";
  }

  @Override
  public String module() {
    return "/panels/{{name}}/1/{{name}}.js";
  }

  @Override
  public String optionSchema() {
    return """
        {"type": "object", "properties": {"max": {"type": "number", "title": "Full bar"}}}
        """;
  }

  @Override
  public String defaults() {
    return "{}";
  }
}
