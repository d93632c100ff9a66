package dev.pharos.ui.app.dashboards;

import com.vaadin.flow.shared.Registration;
import dev.pharos.dashboard.api.Panel;
import dev.pharos.ui.api.PanelView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The types of panels that are drawn in Java at this moment. Safe for use by several threads. */
@Component(service = PanelViews.class)
public final class PanelViews {

  private final Map<String, PanelView> byType = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** What draws panels of a type in Java, if anything does. */
  public Optional<PanelView> of(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  /** Calls back when types have come or gone. */
  public Registration onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindView(PanelView view, Map<String, Object> properties) {
    byType.put(String.valueOf(properties.get(Panel.TYPE)), view);
    listeners.forEach(Runnable::run);
  }

  void unbindView(PanelView view, Map<String, Object> properties) {
    if (byType.remove(String.valueOf(properties.get(Panel.TYPE)), view)) {
      listeners.forEach(Runnable::run);
    }
  }
}
