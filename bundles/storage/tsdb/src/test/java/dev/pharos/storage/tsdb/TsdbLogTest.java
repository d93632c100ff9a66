package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.TsdbFixture.HOUR;
import static dev.pharos.storage.tsdb.TsdbFixture.T0;
import static dev.pharos.storage.tsdb.TsdbFixture.metric;
import static dev.pharos.storage.tsdb.TsdbFixture.open;
import static dev.pharos.storage.tsdb.TsdbFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.MetricType;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleLog;
import dev.pharos.storage.api.SampleLog.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsdbLogTest {

  private static final Labels UP = metric("up");

  @TempDir Path dir;

  private TsdbStorage storage;

  private static final class Noting implements SampleLog.Reader {

    final List<String> notes = new ArrayList<>();
    int lost;

    @Override
    public void sample(Labels series, Sample sample) {
      notes.add(series + " " + sample);
    }

    @Override
    public void lost(Position from, Position to) {
      lost++;
    }
  }

  @BeforeEach
  void start() throws IOException {
    storage = open(TsdbSettings.of(dir, Duration.ofHours(4)).withSegmentBytes(64 * 1024));
  }

  @AfterEach
  void stop() throws IOException {
    storage.close();
  }

  @Test
  void what_is_written_is_read_from_a_position_on() throws Exception {
    TsdbLog log = new TsdbLog(storage);
    assertEquals(log.oldest(), log.newest());
    write(storage, UP, T0, 1);
    Position second = log.newest();
    write(storage, UP, T0 + 1, 2);
    Exemplar exemplar = new Exemplar(Labels.of("t", "x"), 1, T0);
    write(storage, UP, new Sample.OfExemplar(exemplar));
    Metadata metadata = new Metadata(MetricType.GAUGE, "h", "u");
    write(storage, UP, new Sample.OfMetadata(metadata));

    Noting noting = new Noting();
    Position end = log.read(second, noting);

    assertEquals(
        List.of(
            UP + " " + new Sample.Value(T0 + 1, 2),
            UP + " " + new Sample.OfExemplar(exemplar),
            UP + " " + new Sample.OfMetadata(metadata)),
        noting.notes);
    assertEquals(log.newest(), end);
    assertEquals(end, log.read(end, noting));
    assertEquals(3, noting.notes.size());
  }

  @Test
  void reading_goes_on_over_segments() throws Exception {
    TsdbLog log = new TsdbLog(storage);
    Position start = log.oldest();
    for (int i = 0; i < 5000; i++) {
      write(storage, UP, T0 + i, i);
    }
    assertTrue(log.newest().segment() > 1);
    Noting noting = new Noting();
    log.read(start, noting);
    assertEquals(5000, noting.notes.size());
    assertEquals(UP + " " + new Sample.Value(T0 + 4999, 4999), noting.notes.getLast());
    assertEquals(0, noting.lost);
  }

  @Test
  void a_held_position_keeps_its_segments_until_it_is_let_go() throws Exception {
    TsdbLog log = new TsdbLog(storage);
    write(storage, UP, T0, 0);
    Position held = log.oldest();
    try (AutoCloseable hold = log.hold("test", held)) {
      for (int hour = 1; hour < 12; hour++) {
        write(storage, UP, T0 + hour * HOUR, hour);
        storage.upkeep().compact();
      }
      Noting noting = new Noting();
      log.read(held, noting);
      assertEquals(12, noting.notes.size(), hold::toString);
    }
    for (int hour = 12; hour < 14; hour++) {
      write(storage, UP, T0 + hour * HOUR, hour);
      storage.upkeep().compact();
    }
    Noting noting = new Noting();
    log.read(held, noting);
    assertEquals(1, noting.lost);
    assertTrue(noting.notes.size() < 8, noting.notes::toString);
    assertEquals(UP + " " + new Sample.Value(T0 + 13 * HOUR, 13), noting.notes.getLast());
  }

  @Test
  void a_hold_gives_way_when_it_costs_too_much_room() throws Exception {
    storage.close();
    storage = open(TsdbSettings.of(dir, Duration.ofHours(4)).withHeldBytes(1));
    TsdbLog log = new TsdbLog(storage);
    try (AutoCloseable hold = log.hold("slow", log.oldest())) {
      for (int hour = 0; hour < 12; hour++) {
        write(storage, UP, T0 + hour * HOUR, hour);
        storage.upkeep().compact();
      }
      assertTrue(log.oldest().segment() > 3, hold::toString);
    }
  }
}
