package dev.pharos.config.yaml;

import dev.pharos.config.api.SourcePosition;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was written in a file, and where; merges and aliases are resolved, types are not. */
sealed interface YamlValue {

  SourcePosition at();

  /** An absent value: {@code key:}, {@code key: null} or {@code key: ~}. */
  record Nothing(SourcePosition at) implements YamlValue {}

  /**
   * A scalar.
   *
   * @param text as it was written, without quotes
   * @param quoted whether it was in quotes, so that {@code "1"} is no number
   */
  record Text(SourcePosition at, String text, boolean quoted) implements YamlValue {}

  /** A list. */
  record Listing(SourcePosition at, List<YamlValue> items) implements YamlValue {
    public Listing {
      items = List.copyOf(items);
    }
  }

  /**
   * A mapping.
   *
   * @param folder from where names of files in it count
   * @param entries in the order of the file
   */
  record Mapping(SourcePosition at, Path folder, Map<String, Entry> entries) implements YamlValue {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The same mapping with one of its values replaced or added. */
    Mapping with(String key, YamlValue value) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      changed.put(key, new Entry(value.at(), value));
      return new Mapping(at, folder, changed);
    }
  }

  /**
   * A key and its value.
   *
   * @param at where the key stands
   */
  record Entry(SourcePosition at, YamlValue value) {}
}
