package dev.pharos.target.scrape;

import java.util.List;
import java.util.Map;

/** Service properties that hold one name or several. */
final class ServiceNames {

  private ServiceNames() {}

  static List<String> of(Map<String, ?> properties, String key) {
    return switch (properties.get(key)) {
      case null -> List.of();
      case String[] several -> List.of(several);
      case Object one -> List.of(one.toString());
    };
  }
}
