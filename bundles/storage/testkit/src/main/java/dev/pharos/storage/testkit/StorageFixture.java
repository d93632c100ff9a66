package dev.pharos.storage.testkit;

import static dev.pharos.storage.api.SampleBatch.Outcome.ACCEPTED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A fresh storage for each test, and what the tests do with it again and again. */
@Timeout(60)
abstract class StorageFixture {

  /** Any instant; a full minute, and not the start of a block. */
  protected static final long T0 = 1_700_000_040_000L;

  /** Everything there can be. */
  protected static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  Storage storage;

  /** A storage without samples; called once per test. Close it in a method of your own. */
  protected abstract Storage openEmpty() throws Exception;

  /**
   * A sample this much older than the latest of all series is too old; empty if samples are taken
   * however old they are.
   */
  protected abstract Optional<Duration> window();

  @BeforeEach
  void open() throws Exception {
    storage = openEmpty();
  }

  static Labels metric(String name, String... more) {
    return Labels.of(more).with(Labels.METRIC_NAME, name);
  }

  static final Labels UP_A = metric("up", "instance", "a", "job", "node");
  static final Labels UP_B = metric("up", "instance", "b", "job", "node");
  static final Labels UP_C = metric("up", "instance", "c");
  static final Labels LOAD_A = metric("load", "instance", "a", "job", "node");

  void write(Labels labels, long timestampMillis, double value) throws StorageException {
    try (SampleBatch batch = storage.writer().begin()) {
      assertEquals(ACCEPTED, append(batch, labels, timestampMillis, value));
      batch.commit();
    }
  }

  void writeOne(Labels labels, Sample sample) throws StorageException {
    try (SampleBatch batch = storage.writer().begin()) {
      assertEquals(ACCEPTED, batch.append(batch.series(labels), sample));
      batch.commit();
    }
  }

  static SampleBatch.Outcome append(
      SampleBatch batch, Labels labels, long timestampMillis, double value) {
    return batch.append(batch.series(labels), Sample.NO_START, timestampMillis, value);
  }

  void writeFour() throws StorageException {
    write(UP_A, T0, 1);
    write(UP_B, T0, 2);
    write(UP_C, T0, 3);
    write(LOAD_A, T0, 4);
  }

  Map<Labels, List<String>> read(Matcher... matchers) throws StorageException {
    return Reading.all(storage.reader(), Access.system(), ALWAYS, matchers);
  }

  List<Labels> found(Matcher... matchers) throws StorageException {
    return List.copyOf(read(matchers).keySet());
  }

  List<String> samplesOf(Labels labels) throws StorageException {
    return read(Matcher.metric(labels.metricName())).getOrDefault(labels, List.of());
  }

  static Matcher matcher(Matcher.Type type, String name, String value) {
    return new Matcher(type, name, value);
  }
}
