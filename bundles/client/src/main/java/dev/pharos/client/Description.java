package dev.pharos.client;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.util.List;

/** What a metric is, checked: its type, its names and its help. */
record Description(
    MetricType type, String name, String help, String unit, List<String> labelNames) {

  Description {
    MetricNames.checkName(name, type);
    MetricNames.checkUnit(name, type, unit);
    MetricNames.checkLabelNames(name, type, labelNames);
    if (help.isBlank()) {
      throw new IllegalArgumentException(
          type.text() + " " + name + " has no help; tell in a sentence what it measures");
    }
  }

  void writeTo(MetricWriter out) throws IOException {
    out.family(name, type, help, unit);
  }
}
