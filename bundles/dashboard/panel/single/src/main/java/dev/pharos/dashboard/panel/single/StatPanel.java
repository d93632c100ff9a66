package dev.pharos.dashboard.panel.single;

import dev.pharos.dashboard.api.Panel;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardResource;

/** Large figures, with how they came to be behind them. */
@Component(service = Panel.class, property = Panel.TYPE + "=" + StatPanel.ID)
@HttpWhiteboardContextSelect(SingleValue.CONTEXT)
@HttpWhiteboardResource(
    pattern = "/" + StatPanel.ID + "/" + SingleValue.VERSION + "/*",
    prefix = SingleValue.FOLDER)
public final class StatPanel extends SingleValue {

  static final String ID = "stat";

  public StatPanel() {
    super(ID, "Stat", "M4 5h16v2H4zm3 4h2v7H7zm4 0h6v2h-4v1h4v4h-6v-2h4v-1h-4zM4 18h16v1H4z");
  }
}
