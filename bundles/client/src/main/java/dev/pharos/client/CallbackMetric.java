package dev.pharos.client;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A counter or gauge that somebody else keeps: it is asked when it is written. */
final class CallbackMetric implements Metric {

  private final Description description;
  private final Consumer<Registry.Values> callback;

  CallbackMetric(Description description, Consumer<Registry.Values> callback) {
    this.description = description;
    this.callback = callback;
  }

  @Override
  public String name() {
    return description.name();
  }

  @Override
  public void write(MetricWriter out) throws IOException {
    // All values come first, so that a callback that throws leaves no family half written.
    TreeMap<Labels, Double> samples = new TreeMap<>();
    callback.accept((value, labelValues) -> samples.put(labels(List.of(labelValues)), value));
    description.writeTo(out);
    for (var sample : samples.entrySet()) {
      out.sample(sample.getKey(), sample.getValue());
    }
  }

  private Labels labels(List<String> values) {
    return LabelledMetric.labels(description.name(), description.labelNames(), values);
  }
}
