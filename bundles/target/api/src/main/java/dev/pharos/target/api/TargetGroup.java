package dev.pharos.target.api;

import java.util.List;
import java.util.Map;

/**
 * The targets one source knows of, replaced as a whole whenever the source changes.
 *
 * @param source names the group within its discovery, such as a file path or a DNS name; a later
 *     group of the same source replaces this one
 * @param targets the labels of each target, {@code __address__} among them; empty when the source
 *     has none left
 * @param labels labels every target of the group starts with
 */
public record TargetGroup(
    String source, List<Map<String, String>> targets, Map<String, String> labels) {

  /** The label that holds {@code host:port}. */
  public static final String ADDRESS = "__address__";

  public TargetGroup {
    targets = targets.stream().map(Map::copyOf).toList();
    labels = Map.copyOf(labels);
  }

  /** A group of targets that have an address and nothing else of their own. */
  public static TargetGroup ofAddresses(
      String source, List<String> addresses, Map<String, String> labels) {
    return new TargetGroup(
        source, addresses.stream().map(address -> Map.of(ADDRESS, address)).toList(), labels);
  }
}
