package dev.pharos.web.pharos;

import dev.pharos.dashboard.api.Panel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The types of panels that are plugged in at this moment. Safe for use by several threads. */
@Component(service = PanelTypes.class)
public final class PanelTypes {

  /** The highest ranking last. */
  @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
  private volatile List<Panel> panels = List.of();

  public PanelTypes() {}

  /** For tests, which bring their own. */
  PanelTypes(List<Panel> panels) {
    this.panels = panels;
  }

  /** All types, sorted by name. */
  List<Panel> all() {
    return panels.stream().sorted(Comparator.comparing(Panel::name)).toList();
  }

  /** The type of this id; while two versions are plugged in, the one of higher ranking. */
  Optional<Panel> find(String id) {
    return panels.reversed().stream().filter(panel -> panel.id().equals(id)).findFirst();
  }
}
