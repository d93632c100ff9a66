package dev.pharos.config.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as plain objects: maps, lists, texts; what is absent is the empty text. */
final class RawValues {

  private RawValues() {}

  static Map<String, Object> of(YamlValue.Mapping mapping) {
    Map<String, Object> map = new LinkedHashMap<>();
    mapping.entries().forEach((key, entry) -> map.put(key, of(entry.value())));
    return map;
  }

  private static Object of(YamlValue value) {
    return switch (value) {
      case YamlValue.Nothing nothing -> "";
      case YamlValue.Text text -> text.text();
      case YamlValue.Listing listing -> {
        List<Object> list = listing.items().stream().map(RawValues::of).toList();
        yield list;
      }
      case YamlValue.Mapping mapping -> of(mapping);
    };
  }
}
