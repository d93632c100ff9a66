package dev.pharos.dashboard.panel.single;

import dev.pharos.dashboard.api.Panel;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardResource;

/** Figures on an arc from the least to the greatest. */
@Component(service = Panel.class, property = Panel.TYPE + "=" + GaugePanel.ID)
@HttpWhiteboardContextSelect(SingleValue.CONTEXT)
@HttpWhiteboardResource(
    pattern = "/" + GaugePanel.ID + "/" + SingleValue.VERSION + "/*",
    prefix = SingleValue.FOLDER)
public final class GaugePanel extends SingleValue {

  static final String ID = "gauge";

  public GaugePanel() {
    super(
        ID,
        "Gauge",
        "M12 4a9 9 0 0 0-7.8 13.5l1.7-1A7 7 0 1 1 18.1 16.500l1.7 1A9 9 0 0 0 12 4zm4.200 5.400-5.200 3.400a1.800 1.800 0 1 0 1.500 2.200z");
  }
}
