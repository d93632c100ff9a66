package dev.pharos.distribution.launcher.feature;

import java.util.List;
import java.util.Map;

/**
 * Bundles that make sense together, as one file of the folder {@code features} says.
 *
 * @param id {@code group:name:version}
 * @param bundles in the order of the file
 * @param configurations properties by PID; a factory's PID is {@code factory~name}
 * @param frameworkProperties settings of the framework, which may hold {@code ${pharos.home}} and
 *     {@code ${pharos.state}}
 */
public record Feature(
    String id,
    List<StartedBundle> bundles,
    Map<String, Map<String, Object>> configurations,
    Map<String, String> frameworkProperties) {

  /** A bundle and the start level from which it runs. */
  public record StartedBundle(BundleId id, int startLevel) {}

  public Feature {
    bundles = List.copyOf(bundles);
    configurations = Map.copyOf(configurations);
    frameworkProperties = Map.copyOf(frameworkProperties);
  }

  /** The name without group and version, such as {@code core}. */
  public String name() {
    String[] parts = id.split(":", -1);
    return parts.length > 1 ? parts[1] : id;
  }
}
