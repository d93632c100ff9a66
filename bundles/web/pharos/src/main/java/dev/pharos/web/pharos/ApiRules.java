package dev.pharos.web.pharos;

import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.PathRule;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * Who may use which part of our API: everybody who may read may see; bundles are changed by
 * administrators alone, since a bundle may do whatever the platform may.
 */
@Component
public final class ApiRules implements PathRule.Source {

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  @Override
  public List<PathRule> rules() {
    return List.of(
        new PathRule(ApiContext.PATH + "/*", READING, Operation.READ),
        new PathRule(
            ApiContext.PATH + "/bundles/*", Set.of("POST", "PUT", "DELETE"), Operation.CHANGE),
        // Everybody may end their own; whose a query is, is looked at where it is ended.
        new PathRule(ApiContext.PATH + "/queries/*", Set.of("DELETE"), Operation.READ),
        new PathRule("/panels/*", READING, Operation.READ));
  }
}
