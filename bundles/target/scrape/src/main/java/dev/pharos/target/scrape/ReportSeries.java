package dev.pharos.target.scrape;

import dev.pharos.model.Sample;
import dev.pharos.model.StaleNaN;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import java.util.Arrays;

/** The series that tell of a target's scrapes themselves: {@code up} and its like. */
final class ReportSeries {

  private static final String[] NAMES = {
    "up",
    "scrape_duration_seconds",
    "scrape_samples_scraped",
    "scrape_samples_post_metric_relabeling",
    "scrape_series_added",
    "scrape_timeout_seconds",
    "scrape_sample_limit",
    "scrape_body_size_bytes",
  };
  private static final int WITHOUT_EXTRA = 5;

  private final SeriesLabels labels;
  private final long[] references;

  ReportSeries(SeriesLabels labels, boolean extra) {
    this.labels = labels;
    this.references = new long[extra ? NAMES.length : WITHOUT_EXTRA];
  }

  /**
   * Adds one sample of each.
   *
   * @param values in the order of the names; more than are wanted will do
   */
  void append(SampleBatch batch, long atMillis, double... values) {
    for (int i = 0; i < references.length; i++) {
      append(batch, i, atMillis, values[i]);
    }
  }

  /** Forgets all references: the storage is another one. */
  void forget() {
    Arrays.fill(references, SampleBatch.NO_ROOM);
  }

  /** Marks them stale. */
  void appendEnd(SampleBatch batch, long atMillis) {
    for (int i = 0; i < references.length; i++) {
      if (references[i] != SampleBatch.NO_ROOM) {
        append(batch, i, atMillis, StaleNaN.VALUE);
      }
    }
  }

  private void append(SampleBatch batch, int index, long atMillis, double value) {
    if (references[index] == SampleBatch.NO_ROOM) {
      references[index] = batch.series(labels.ofReport(NAMES[index]));
    }
    Outcome outcome = batch.append(references[index], Sample.NO_START, atMillis, value);
    if (outcome == Outcome.UNKNOWN_SERIES) {
      references[index] = batch.series(labels.ofReport(NAMES[index]));
      batch.append(references[index], Sample.NO_START, atMillis, value);
    }
  }
}
