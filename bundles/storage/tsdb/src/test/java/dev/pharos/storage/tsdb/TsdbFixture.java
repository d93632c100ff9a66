package dev.pharos.storage.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.testkit.Reading;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What tests of the database do again and again. */
final class TsdbFixture {

  static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
  static final long T0 = 1_700_000_040_000L;
  static final long HOUR = 3_600_000L;

  private TsdbFixture() {}

  static TsdbStorage open(TsdbSettings settings) throws IOException {
    return TsdbStorage.open(settings, new TsdbStatus(settings.retention()));
  }

  static Labels metric(String name, String... more) {
    return Labels.of(more).with(Labels.METRIC_NAME, name);
  }

  static long write(SampleWriter writer, Labels labels, long timestampMillis, double value)
      throws StorageException {
    try (SampleBatch batch = writer.begin()) {
      long series = batch.series(labels);
      assertEquals(Outcome.ACCEPTED, batch.append(series, Sample.NO_START, timestampMillis, value));
      batch.commit();
      return series;
    }
  }

  static void write(SampleWriter writer, Labels labels, Sample sample) throws StorageException {
    try (SampleBatch batch = writer.begin()) {
      assertEquals(Outcome.ACCEPTED, batch.append(batch.series(labels), sample));
      batch.commit();
    }
  }

  static Map<Labels, List<String>> read(SeriesReader reader, Matcher... matchers)
      throws StorageException {
    return Reading.all(reader, Access.system(), ALWAYS, matchers);
  }

  static List<String> samples(SeriesReader reader, Labels labels) throws StorageException {
    return read(reader, Matcher.metric(labels.metricName())).getOrDefault(labels, List.of());
  }
}
