package dev.pharos.config.yaml;

import dev.pharos.config.api.ConfigProblem;
import dev.pharos.config.api.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns the library's nodes into values: finds keys that stand twice, and resolves merges. */
final class YamlValues {

  private static final String MERGE = "<<";
  private static final Tag BINARY = new Tag("tag:yaml.org,2002:binary");

  /** Aliases make a short text mean a long one; beyond this, it is an attack or a mistake. */
  private static final long MAX_EXPANDED = 1_000_000;

  private final String name;
  private final Path folder;
  private final List<ConfigProblem> problems;
  private final IdentityHashMap<Node, YamlValue> done = new IdentityHashMap<>();
  private final IdentityHashMap<YamlValue, Long> sizes = new IdentityHashMap<>();
  private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();

  YamlValues(String name, Path folder, List<ConfigProblem> problems) {
    this.name = name;
    this.folder = folder;
    this.problems = problems;
  }

  YamlValue of(Node node) {
    YamlValue known = done.get(node);
    if (known != null) {
      return known;
    }
    SourcePosition at = position(node);
    if (open.putIfAbsent(node, true) != null) {
      problem(at, "the anchor contains itself", "write the content out");
      return new YamlValue.Nothing(at);
    }
    YamlValue value =
        switch (node) {
          case MappingNode mapping -> mapping(at, mapping);
          case SequenceNode sequence ->
              new YamlValue.Listing(at, sequence.getValue().stream().map(this::of).toList());
          case ScalarNode scalar -> scalar(at, scalar);
          default -> new YamlValue.Nothing(at);
        };
    open.remove(node);
    done.put(node, value);
    if (size(value) > MAX_EXPANDED) {
      problem(at, "aliases expand to more than " + MAX_EXPANDED + " values", "use fewer aliases");
      return new YamlValue.Nothing(at);
    }
    return value;
  }

  private YamlValue scalar(SourcePosition at, ScalarNode node) {
    if (node.getTag().equals(Tag.NULL)) {
      return new YamlValue.Nothing(at);
    }
    if (node.getTag().equals(BINARY)) {
      try {
        byte[] bytes =
            Base64.getMimeDecoder().decode(node.getValue().getBytes(StandardCharsets.ISO_8859_1));
        if (!node.getValue().matches("[A-Za-z0-9+/=\\s]*")) {
          throw new IllegalArgumentException("characters outside of the alphabet");
        }
        return new YamlValue.Text(at, new String(bytes, StandardCharsets.UTF_8), true);
      } catch (IllegalArgumentException e) {
        problem(at, "!!binary value contains invalid base64 data", "encode it as base64");
        return new YamlValue.Text(at, node.getValue(), true);
      }
    }
    return new YamlValue.Text(at, node.getValue(), !node.isPlain());
  }

  private YamlValue mapping(SourcePosition at, MappingNode node) {
    Map<String, YamlValue.Entry> entries = new LinkedHashMap<>();
    List<YamlValue.Mapping> merged = new ArrayList<>();
    for (NodeTuple tuple : node.getValue()) {
      SourcePosition keyAt = position(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problem(keyAt, "a list or mapping stands where a key should be", "write a plain key");
        continue;
      }
      YamlValue value = of(tuple.getValueNode());
      if (key.isPlain() && key.getValue().equals(MERGE)) {
        collectMerged(value, merged);
        continue;
      }
      YamlValue.Entry before =
          entries.putIfAbsent(key.getValue(), new YamlValue.Entry(keyAt, value));
      if (before != null) {
        problems.add(
            new ConfigProblem(
                keyAt,
                key.getValue(),
                "field " + key.getValue() + " already set, in line " + before.at().line(),
                "keep one of the two"));
      }
    }
    for (YamlValue.Mapping other : merged) {
      other.entries().forEach(entries::putIfAbsent);
    }
    return new YamlValue.Mapping(at, folder, entries);
  }

  private void collectMerged(YamlValue value, List<YamlValue.Mapping> merged) {
    switch (value) {
      case YamlValue.Mapping mapping -> merged.add(mapping);
      case YamlValue.Listing listing ->
          listing.items().forEach(item -> collectMerged(item, merged));
      case YamlValue.Text(var at, var text, var quoted) ->
          problem(at, "<<: takes a mapping, not " + text, "name an anchor of a mapping");
      case YamlValue.Nothing(var at) ->
          problem(at, "<<: takes a mapping, not nothing", "name an anchor of a mapping");
    }
  }

  private long size(YamlValue value) {
    Long known = sizes.get(value);
    if (known != null) {
      return known;
    }
    long size = 1;
    if (value instanceof YamlValue.Listing listing) {
      for (YamlValue item : listing.items()) {
        size += size(item);
      }
    } else if (value instanceof YamlValue.Mapping mapping) {
      for (YamlValue.Entry entry : mapping.entries().values()) {
        size += size(entry.value());
      }
    }
    sizes.put(value, size);
    return size;
  }

  private void problem(SourcePosition at, String fault, String remedy) {
    problems.add(new ConfigProblem(at, "YAML", fault, remedy));
  }

  private SourcePosition position(Node node) {
    return node.getStartMark()
        .map(mark -> new SourcePosition(name, mark.getLine() + 1, mark.getColumn() + 1))
        .orElseGet(() -> new SourcePosition(name, 1, 1));
  }
}
