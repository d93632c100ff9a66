package dev.pharos.ui.vaadin.servlet;

import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.PathRule;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * Says that Vaadin's own requests read, although they are posted: what a click may do is decided
 * where it does it, by the principal of that very request.
 */
@Component
public final class PagePaths implements PathRule.Source {

  @Override
  public List<PathRule> rules() {
    return List.of(
        new PathRule("/", Set.of(), Operation.READ),
        new PathRule("/VAADIN/*", Set.of(), Operation.READ));
  }
}
