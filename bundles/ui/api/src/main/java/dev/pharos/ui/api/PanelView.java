package dev.pharos.ui.api;

import com.vaadin.flow.component.Component;
import dev.pharos.dashboard.api.PanelDefinition;
import dev.pharos.dashboard.api.PanelFrames;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Draws panels of one type in Java, for small data, in place of an ES module.
 *
 * <p>This is an extension point: register it as a service with the property {@link
 * dev.pharos.dashboard.api.Panel#TYPE}. It is given at most {@link #MAX_CELLS} values at a time; of
 * more than that it is told nothing, and the panel says so.
 *
 * <p><b>Threads.</b> All calls come under the lock of the browser's session.
 */
@ConsumerType
public interface PanelView {

  /** The most values that are handed to a panel drawn in Java, over all frames. */
  int MAX_CELLS = 10_000;

  /** Makes an empty panel. */
  Component create(PanelDefinition panel);

  /** Shows new data in a panel that {@link #create} made. */
  void update(Component panel, PanelFrames.Drawing drawing);
}
