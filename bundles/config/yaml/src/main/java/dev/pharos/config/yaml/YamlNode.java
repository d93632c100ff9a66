package dev.pharos.config.yaml;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.ConfigParser;
import dev.pharos.config.api.ConfigProblem;
import dev.pharos.config.api.Secret;
import dev.pharos.config.api.SourcePosition;
import dev.pharos.config.yaml.YamlValue.Entry;
import dev.pharos.config.yaml.YamlValue.Listing;
import dev.pharos.config.yaml.YamlValue.Mapping;
import dev.pharos.config.yaml.YamlValue.Nothing;
import dev.pharos.config.yaml.YamlValue.Text;
import dev.pharos.model.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of a file, read under a {@link Reading}.
 *
 * <p>Sections are kept by those who apply them, and read again by their threads; so, other than the
 * contract asks, this is safe for use by several threads.
 */
final class YamlNode implements ConfigNode {

  private static final Set<String> TRUE = Set.of("true", "True", "TRUE", "yes", "Yes", "on", "On");
  private static final Set<String> FALSE =
      Set.of("false", "False", "FALSE", "no", "No", "off", "Off");

  private final Reading reading;
  private final Mapping mapping;
  private final String path;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Children are made once, so that all readers of a mapping share what is known of it. */
  private final Map<String, List<YamlNode>> children = new ConcurrentHashMap<>();

  YamlNode(Reading reading, Mapping mapping, String path) {
    this.reading = reading;
    this.mapping = mapping;
    this.path = path;
  }

  @Override
  public SourcePosition position() {
    return mapping.at();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Set<String> keys() {
    return mapping.entries().keySet();
  }

  @Override
  public SourcePosition positionOf(String key) {
    Entry entry = mapping.entries().get(key);
    if (entry == null) {
      return mapping.at();
    }
    return entry.value() instanceof Nothing ? entry.at() : entry.value().at();
  }

  private @Nullable YamlValue value(String key) {
    known.add(key);
    Entry entry = mapping.entries().get(key);
    return entry == null || entry.value() instanceof Nothing ? null : entry.value();
  }

  @Override
  public Optional<String> text(String key) {
    return switch (value(key)) {
      case null -> Optional.empty();
      case Text scalar -> Optional.of(scalar.text());
      case YamlValue other -> {
        wrongType(key, other, "a single value");
        yield Optional.empty();
      }
    };
  }

  @Override
  public String requiredText(String key) {
    Optional<String> text = text(key);
    boolean wrongType = text.isEmpty() && value(key) != null;
    if (text.filter(value -> !value.isEmpty()).isEmpty() && !wrongType) {
      problem(key, key + " is empty", "give it a value");
    }
    return text.orElse("");
  }

  @Override
  public boolean flag(String key, boolean fallback) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return fallback;
    }
    if (TRUE.contains(text.get())) {
      return true;
    }
    if (!FALSE.contains(text.get())) {
      problem(key, "found " + text.get() + ", expected true or false", "write true or false");
      return fallback;
    }
    return false;
  }

  @Override
  public long integer(String key, long fallback) {
    Optional<String> text = text(key);
    try {
      return text.isEmpty() ? fallback : Long.decode(text.get().replace("_", ""));
    } catch (NumberFormatException e) {
      problem(key, "found " + text.get() + ", expected an integer", "write a number such as 10");
      return fallback;
    }
  }

  @Override
  public double number(String key, double fallback) {
    Optional<String> text = text(key);
    try {
      return text.isEmpty() ? fallback : Double.parseDouble(text.get());
    } catch (NumberFormatException e) {
      problem(key, "found " + text.get() + ", expected a number", "write a number such as 0.5");
      return fallback;
    }
  }

  @Override
  public Optional<Duration> duration(String key) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> duration = DurationText.parse(text.get());
    if (duration.isEmpty()) {
      problem(
          key,
          text.get().isEmpty()
              ? "empty duration string"
              : "not a valid duration string: \"" + text.get() + "\"",
          "write a number and a unit, the largest first, such as 1h30m, 15s or 250ms");
    }
    return duration;
  }

  @Override
  public long bytes(String key, long fallback) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return fallback;
    }
    Optional<Long> bytes = SizeText.parse(text.get());
    if (bytes.isEmpty()) {
      problem(
          key,
          "not a valid size: " + text.get(),
          "write a number and a unit, such as 512MB or 1.5GB");
    }
    return bytes.orElse(fallback);
  }

  @Override
  public List<String> texts(String key) {
    return switch (value(key)) {
      case null -> List.of();
      case Listing listing -> {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < listing.items().size(); i++) {
          YamlValue item = listing.items().get(i);
          switch (item) {
            case Text scalar -> texts.add(scalar.text());
            case Nothing(var at) -> texts.add("");
            case Mapping mapped -> wrongType(key + "[" + i + "]", mapped, "a single value");
            case Listing list -> wrongType(key + "[" + i + "]", list, "a single value");
          }
        }
        yield List.copyOf(texts);
      }
      case YamlValue other -> {
        wrongType(key, other, "a list");
        yield List.of();
      }
    };
  }

  @Override
  public Map<String, String> textMap(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    section(key)
        .ifPresent(
            section -> {
              for (String name : section.keys()) {
                texts.put(name, section.text(name, ""));
              }
            });
    return texts;
  }

  @Override
  public Optional<ConfigNode> section(String key) {
    return switch (value(key)) {
      case null -> Optional.empty();
      case Mapping found ->
          Optional.of(
              children
                  .computeIfAbsent(key, name -> List.of(new YamlNode(reading, found, pathOf(name))))
                  .getFirst());
      case YamlValue other -> {
        wrongType(key, other, "a mapping");
        yield Optional.empty();
      }
    };
  }

  @Override
  public List<ConfigNode> sections(String key) {
    return sections(key, "section in " + key);
  }

  @Override
  public List<ConfigNode> sections(String key, String entry) {
    return switch (value(key)) {
      case null -> List.of();
      case Listing listing -> {
        List<YamlNode> nodes = children.get(key);
        if (nodes == null) {
          nodes = sections(key, entry, listing);
          children.put(key, nodes);
        }
        yield List.copyOf(nodes);
      }
      case YamlValue other -> {
        wrongType(key, other, "a list");
        yield List.of();
      }
    };
  }

  private List<YamlNode> sections(String key, String entry, Listing listing) {
    List<YamlNode> nodes = new ArrayList<>();
    Map<String, Integer> countByFile = new HashMap<>();
    for (YamlValue item : listing.items()) {
      // Entries of another file, merged into this list, are counted as they stand there.
      int index = countByFile.merge(item.at().file(), 1, Integer::sum) - 1;
      String name = key + "[" + index + "]";
      switch (item) {
        case Mapping found -> nodes.add(new YamlNode(reading, found, pathOf(name)));
        case Nothing(var at) ->
            reading.add(
                at,
                pathOf(name),
                "empty or null " + entry,
                "write its settings, or remove the dash");
        case Text text -> wrongType(name, text, "a mapping");
        case Listing list -> wrongType(name, list, "a mapping");
      }
    }
    return nodes;
  }

  @Override
  public Optional<Secret> secret(String key) {
    Optional<String> value = text(key);
    Optional<String> file = text(key + "_file").filter(name -> !name.isEmpty());
    if (value.isPresent() && file.isPresent()) {
      problem(
          key,
          "at most one of " + key + " & " + key + "_file must be configured",
          "keep one of the two");
    }
    return file.<Secret>map(name -> new SecretFile(resolve(name)))
        .or(() -> value.map(SecretValue::new));
  }

  @Override
  public Path resolve(String file) {
    return mapping.folder().resolve(file);
  }

  @Override
  public ConfigParser parser() {
    return reading.parser();
  }

  @Override
  public Map<String, Object> raw() {
    for (String key : keys()) {
      known.add(key);
    }
    return RawValues.of(mapping);
  }

  @Override
  public String masked() {
    return MaskedYaml.print(mapping);
  }

  @Override
  public List<ConfigProblem> problems() {
    return reading.problems();
  }

  @Override
  public void problem(String key, String fault, String remedy) {
    reading.add(positionOf(key), pathOf(key), fault, remedy);
  }

  @Override
  public void problem(String fault, String remedy) {
    reading.add(mapping.at(), path.isEmpty() ? "file" : path, fault, remedy);
  }

  @Override
  public void refuseUnknown() {
    refuseUnknown(Set.of());
  }

  /** Like {@link #refuseUnknown()}, with keys that are known beside those asked for. */
  void refuseUnknown(Set<String> alsoKnown) {
    Set<String> candidates = new HashSet<>(known);
    candidates.addAll(alsoKnown);
    for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
      if (!candidates.contains(entry.getKey())) {
        String remedy =
            Nearest.to(entry.getKey(), candidates)
                .map(nearest -> "did you mean " + nearest + "?")
                .orElse("remove it");
        reading.add(
            entry.getValue().at(),
            pathOf(entry.getKey()),
            "field " + entry.getKey() + " not found: no such setting here",
            remedy);
      }
    }
  }

  private void wrongType(String key, YamlValue found, String expected) {
    reading.add(
        found.at(),
        pathOf(key),
        "found " + kind(found) + ", expected " + expected,
        switch (expected) {
          case "a list" -> "write - before each value, or [a, b]";
          case "a mapping" -> "write key: value, indented";
          default -> "write one value behind the colon";
        });
  }

  static String kind(YamlValue value) {
    return switch (value) {
      case Nothing nothing -> "nothing";
      case Text text -> "the text \"" + text.text() + "\"";
      case Listing list -> "a list";
      case Mapping mapped -> "a mapping";
    };
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
