package dev.pharos.dashboard.panel.single;

import dev.pharos.dashboard.api.Panel;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardResource;

/** Figures as bars side by side, on one scale. */
@Component(service = Panel.class, property = Panel.TYPE + "=" + BarGaugePanel.ID)
@HttpWhiteboardContextSelect(SingleValue.CONTEXT)
@HttpWhiteboardResource(
    pattern = "/" + BarGaugePanel.ID + "/" + SingleValue.VERSION + "/*",
    prefix = SingleValue.FOLDER)
public final class BarGaugePanel extends SingleValue {

  static final String ID = "bargauge";

  public BarGaugePanel() {
    super(ID, "Bar gauge", "M3 5h16v3H3zm0 5.500h10v3H3zM3 16h13v3H3z");
  }
}
