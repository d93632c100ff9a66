package dev.pharos.target.scrape;

import dev.pharos.model.Labels;
import dev.pharos.model.LabelsBuilder;
import dev.pharos.model.NameScheme;
import dev.pharos.model.Quoted;
import dev.pharos.target.scrape.ScrapeFailure.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the labels a target writes into those that are stored: adds its own, relabels, checks. */
final class SeriesLabels {

  private static final String EXPORTED = "exported_";

  private final JobConfig job;
  private final Labels target;

  SeriesLabels(JobConfig job, Labels target) {
    this.job = job;
    this.target = target;
  }

  /**
   * The labels to store; null if relabelling drops the series.
   *
   * @throws ScrapeFailure if a limit is exceeded, or the series has no name or a bad one
   */
  @Nullable Labels of(Labels exposed) throws ScrapeFailure {
    Labels merged = job.honorLabels() ? honoring(exposed) : overriding(exposed);
    Labels labels = job.metricRelabelling().apply(merged);
    if (labels == null || labels.isEmpty()) {
      return null;
    }
    if (labels.metricName().isEmpty()) {
      throw new ScrapeFailure(
          Reason.FORMAT, "metric name label '__name__' is missing from " + exposed);
    }
    check(labels);
    return labels;
  }

  /** The labels of a series that is about the scrape itself. */
  Labels ofReport(String metric) {
    return overriding(Labels.of(Labels.METRIC_NAME, metric));
  }

  private Labels honoring(Labels exposed) {
    return conflicts(exposed) ? exposedOver(exposed) : merged(exposed);
  }

  private Labels overriding(Labels exposed) {
    return conflicts(exposed) ? targetOver(exposed) : merged(exposed);
  }

  private boolean conflicts(Labels exposed) {
    for (int i = 0; i < target.size(); i++) {
      if (exposed.has(target.name(i))) {
        return true;
      }
    }
    return false;
  }

  /** Both, which have no name in common: two sorted lists into one. */
  private Labels merged(Labels exposed) {
    String[] pairs = new String[2 * (exposed.size() + target.size())];
    int e = 0;
    int t = 0;
    for (int n = 0; n < pairs.length; n += 2) {
      boolean takeTarget =
          e == exposed.size()
              || (t < target.size() && target.name(t).compareTo(exposed.name(e)) < 0);
      Labels from = takeTarget ? target : exposed;
      int index = takeTarget ? t++ : e++;
      pairs[n] = from.name(index);
      pairs[n + 1] = from.value(index);
    }
    return Labels.ofSorted(pairs);
  }

  private Labels exposedOver(Labels exposed) {
    LabelsBuilder labels = exposed.toBuilder();
    for (int i = 0; i < target.size(); i++) {
      if (!exposed.has(target.name(i))) {
        labels.set(target.name(i), target.value(i));
      }
    }
    return labels.build();
  }

  /** The target's labels win; those of the exposition that stood there are renamed. */
  private Labels targetOver(Labels exposed) {
    LabelsBuilder labels = exposed.toBuilder();
    List<String> conflicting = new ArrayList<>();
    for (int i = 0; i < target.size(); i++) {
      String name = target.name(i);
      if (exposed.has(name)) {
        conflicting.add(name);
      }
      labels.set(name, target.value(i));
    }
    conflicting.sort(Comparator.comparingInt(String::length));
    for (String name : conflicting) {
      String renamed = EXPORTED + name;
      while (!labels.get(renamed).isEmpty()) {
        renamed = EXPORTED + renamed;
      }
      labels.set(renamed, exposed.get(name));
    }
    return labels.build();
  }

  private void check(Labels labels) throws ScrapeFailure {
    Limits limits = job.limits();
    String metric = labels.metricName();
    if (limits.labels() > 0 && labels.size() > limits.labels()) {
      throw new ScrapeFailure(
          Reason.LABEL_LIMIT,
          "label_limit exceeded (metric: %.50s, number of labels: %d, limit: %d)"
              .formatted(metric, labels.size(), limits.labels()));
    }
    for (int i = 0; i < labels.size(); i++) {
      checkLengths(metric, labels.name(i), labels.value(i));
    }
    if (job.names() == NameScheme.LEGACY) {
      checkNames(labels);
    }
  }

  private void checkLengths(String metric, String name, String value) throws ScrapeFailure {
    Limits limits = job.limits();
    if (limits.labelNameLength() > 0 && bytes(name) > limits.labelNameLength()) {
      throw new ScrapeFailure(
          Reason.LABEL_LIMIT,
          "label_name_length_limit exceeded (metric: %.50s, label name: %.50s, length: %d, limit: %d)"
              .formatted(metric, name, bytes(name), limits.labelNameLength()));
    }
    if (limits.labelValueLength() > 0 && bytes(value) > limits.labelValueLength()) {
      throw new ScrapeFailure(
          Reason.LABEL_LIMIT,
          "label_value_length_limit exceeded (metric: %.50s, label name: %.50s, value: %.50s, length: %d, limit: %d)"
              .formatted(
                  metric, name, Quoted.quote(value), bytes(value), limits.labelValueLength()));
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void checkNames(Labels labels) throws ScrapeFailure {
    boolean valid = NameScheme.LEGACY.allowsMetric(labels.metricName());
    for (int i = 0; i < labels.size(); i++) {
      valid &= NameScheme.LEGACY.allowsLabel(labels.name(i));
    }
    if (!valid) {
      throw new ScrapeFailure(Reason.FORMAT, "invalid metric name or label names: " + labels);
    }
  }
}
