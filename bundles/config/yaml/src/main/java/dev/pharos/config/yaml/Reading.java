package dev.pharos.config.yaml;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.ConfigParser;
import dev.pharos.config.api.ConfigProblem;
import dev.pharos.config.api.SourcePosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One pass over one file: the nodes that are read and the problems they report.
 *
 * <p>Each check of a file is a reading of its own, over the same values.
 */
final class Reading implements ConfigParser.Parsed {

  private final YamlValue root;
  private final ConfigParser parser;
  private final Optional<YamlNode> mapping;

  /** Two readers of one setting report the same problem; it is told once. */
  private final Set<ConfigProblem> problems;

  private List<ConfigNode> list = List.of();

  Reading(YamlValue root, List<ConfigProblem> problems, ConfigParser parser) {
    this.root = root;
    this.parser = parser;
    this.problems = Collections.synchronizedSet(new LinkedHashSet<>(problems));
    this.mapping =
        root instanceof YamlValue.Mapping found
            ? Optional.of(new YamlNode(this, found, ""))
            : Optional.empty();
    if (root instanceof YamlValue.Listing listing) {
      list = mappingsOf(listing);
    }
  }

  static Reading of(YamlText.Outcome text, ConfigParser parser) {
    return new Reading(text.root(), text.problems(), parser);
  }

  @Override
  public Optional<ConfigNode> mapping() {
    return mapping.map(node -> node);
  }

  @Override
  public List<ConfigNode> list() {
    return list;
  }

  /** The mapping at the root; one without keys if the file has none. */
  YamlNode root() {
    return mapping.orElseGet(
        () -> new YamlNode(this, new YamlValue.Mapping(root.at(), Path.of(""), Map.of()), ""));
  }

  private List<ConfigNode> mappingsOf(YamlValue.Listing listing) {
    List<ConfigNode> nodes = new ArrayList<>();
    for (int i = 0; i < listing.items().size(); i++) {
      String path = "[" + i + "]";
      YamlValue item = listing.items().get(i);
      if (item instanceof YamlValue.Mapping found) {
        nodes.add(new YamlNode(this, found, path));
      } else {
        add(
            item.at(),
            path,
            "found " + YamlNode.kind(item) + ", expected a mapping",
            "write key: value");
      }
    }
    return List.copyOf(nodes);
  }

  @Override
  public List<ConfigProblem> problems() {
    return List.copyOf(problems).stream()
        .sorted(
            Comparator.comparing((ConfigProblem problem) -> problem.at().file())
                .thenComparing(problem -> problem.at().line())
                .thenComparing(problem -> problem.at().column()))
        .toList();
  }

  void add(SourcePosition at, String setting, String fault, String remedy) {
    problems.add(new ConfigProblem(at, setting, fault, remedy));
  }

  ConfigParser parser() {
    return parser;
  }
}
