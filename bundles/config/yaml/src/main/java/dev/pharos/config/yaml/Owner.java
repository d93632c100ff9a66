package dev.pharos.config.yaml;

import dev.pharos.config.api.ConfigSection;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A section service and what it registered for. */
record Owner(ConfigSection section, String file, Set<String> keys) {

  static Owner of(ConfigSection section, Map<String, ?> properties) {
    Object keys = properties.get(ConfigSection.KEY);
    Set<String> names = new TreeSet<>();
    if (keys instanceof String[] several) {
      names.addAll(Arrays.asList(several));
    } else if (keys != null) {
      names.add(keys.toString());
    }
    return new Owner(section, String.valueOf(properties.get(ConfigSection.FILE)), names);
  }
}
