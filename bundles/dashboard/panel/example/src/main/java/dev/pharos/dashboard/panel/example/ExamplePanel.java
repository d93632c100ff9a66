package dev.pharos.dashboard.panel.example;

import dev.pharos.dashboard.api.Panel;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardResource;

/** A lamp per series, lit while its last value is above zero. */
@Component(property = Panel.TYPE + "=example")
@HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=panels)")
@HttpWhiteboardResource(pattern = "/example/0.1.0/*", prefix = "/panel")
public final class ExamplePanel implements Panel {

  @Override
  public String id() {
    return "example";
  }

  @Override
  public String name() {
    return "Example";
  }

  @Override
  public String icon() {
    return "M9 21h6v-2H9zm3-19a7 7 0 0 0-4 12.700V17h8v-2.300A7 7 0 0 0 12 2z";
  }

  @Override
  public String element() {
    return "pharos-example-0-1-0";
  }

  @Override
  public String module() {
    return "/panels/example/0.1.0/example.js";
  }

  @Override
  public String optionSchema() {
    return "{}";
  }

  @Override
  public String defaults() {
    return "{}";
  }
}
