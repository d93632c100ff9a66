package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.TsdbFixture.ALWAYS;
import static dev.pharos.storage.tsdb.TsdbFixture.T0;
import static dev.pharos.storage.tsdb.TsdbFixture.metric;
import static dev.pharos.storage.tsdb.TsdbFixture.open;
import static dev.pharos.storage.tsdb.TsdbFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.tsdb.head.ExemplarRing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code storage.exemplars.max_exemplars}, which a reload changes. */
class ExemplarLimitTest {

  private static final Labels UP = metric("up", "instance", "a");
  private static final Labels OTHER = metric("up", "instance", "b");

  @TempDir Path dir;

  private TsdbStorage storage;

  @BeforeEach
  void start() throws IOException {
    storage = open(TsdbSettings.of(dir, Duration.ofDays(15)));
  }

  @AfterEach
  void stop() throws IOException {
    storage.close();
  }

  private void hold(int most) {
    storage.apply(new FileSettings(Duration.ZERO, FileSettings.Retention.NONE, most));
  }

  private static Exemplar exemplar(int number) {
    return new Exemplar(Labels.of("trace", "t" + number), number, T0 + 1000L * number);
  }

  private void add(Labels series, int number) throws Exception {
    write(storage, series, new Sample.OfExemplar(exemplar(number)));
  }

  /** Their values, over all series. */
  private List<Integer> held() throws Exception {
    return storage.exemplars(Access.system(), ALWAYS, List.of()).values().stream()
        .flatMap(Collection::stream)
        .map(exemplar -> (int) exemplar.value())
        .sorted()
        .toList();
  }

  @Test
  void the_latest_stay_when_fewer_are_held_and_more_come_when_more_are() throws Exception {
    hold(4);
    for (int i = 1; i <= 5; i++) {
      add(i == 2 ? OTHER : UP, i);
    }
    assertEquals(List.of(2, 3, 4, 5), held());
    ExemplarRing ring = storage.head().exemplars();
    assertEquals(2, ring.series());
    assertEquals(T0 + 2000, ring.oldestMillis());

    hold(2);
    assertEquals(List.of(4, 5), held());
    assertEquals(1, ring.series());

    hold(3);
    add(OTHER, 6);
    assertEquals(List.of(4, 5, 6), held());
    add(OTHER, 7);
    assertEquals(List.of(5, 6, 7), held());
    assertEquals(3, ring.capacity());
  }

  @Test
  void none_is_held_if_the_number_is_zero_and_whoever_brings_one_is_not_bothered()
      throws Exception {
    add(UP, 1);
    hold(0);
    assertEquals(List.of(), held());
    add(UP, 2);
    try (SampleBatch batch = storage.begin()) {
      assertEquals(
          Outcome.ACCEPTED, batch.append(batch.series(UP), new Sample.OfExemplar(exemplar(1))));
      batch.commit();
    }
    assertEquals(List.of(), held());
    assertEquals(0, storage.head().figures().exemplarsOutOfOrder.sum());

    hold(10);
    add(UP, 3);
    assertEquals(List.of(3), held());
  }

  @Test
  void after_a_start_those_of_the_log_are_there_as_far_as_the_file_wants_them() throws Exception {
    hold(2);
    for (int i = 1; i <= 4; i++) {
      add(UP, i);
    }
    storage.close();
    start();
    hold(3);
    assertEquals(List.of(2, 3, 4), held());
  }

  @Test
  void those_out_of_order_are_counted() throws Exception {
    add(UP, 2);
    try (SampleBatch batch = storage.begin()) {
      assertEquals(
          Outcome.OUT_OF_ORDER, batch.append(batch.series(UP), new Sample.OfExemplar(exemplar(1))));
    }
    assertEquals(1, storage.head().figures().exemplarsOutOfOrder.sum());
  }
}
