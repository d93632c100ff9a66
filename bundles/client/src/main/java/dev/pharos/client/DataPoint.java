package dev.pharos.client;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import java.io.IOException;

/** What one combination of label values of a metric counts on. Safe for use by several threads. */
public abstract sealed class DataPoint
    permits CounterDataPoint, GaugeDataPoint, HistogramDataPoint, SummaryDataPoint {

  private final Labels labels;

  DataPoint(Labels labels) {
    this.labels = labels;
  }

  /** Its labels, without the name of the metric. */
  public final Labels labels() {
    return labels;
  }

  abstract void write(MetricWriter out) throws IOException;
}
