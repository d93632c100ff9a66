package dev.pharos.storage.tsdb.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.Labels;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeriesBudgetTest {

  private static final long T0 = 1_699_999_200_000L;

  private final Head head = new Head(100);
  private final List<String> warnings = new ArrayList<>();
  private final Logger log = Logger.getLogger(SeriesBudget.class.getName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord message) {
          warnings.add(message.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    log.addHandler(handler);
  }

  @AfterEach
  void leave() {
    log.removeHandler(handler);
  }

  private long write(Labels labels, long timestamp) throws Exception {
    try (SampleBatch batch = new HeadBatch(head, HeadBatch::apply)) {
      long series = batch.series(labels);
      if (series != SampleBatch.NO_ROOM) {
        assertEquals(Outcome.ACCEPTED, batch.append(series, 0, timestamp, 1));
        batch.commit();
      }
      return series;
    }
  }

  private void fill(String metric, int from, int to, long timestamp) throws Exception {
    for (int i = from; i < to; i++) {
      write(Labels.of("__name__", metric, "id", metric + i, "job", "node"), timestamp);
    }
  }

  @Test
  void warns_once_at_four_fifths_and_names_what_grew_most() throws Exception {
    fill("old", 0, 40, T0);
    head.truncate(T0); // From here on growth counts.
    fill("young", 0, 30, T0);
    fill("slow", 0, 9, T0);
    assertEquals(List.of(), warnings);
    fill("slow", 9, 15, T0);
    assertEquals(1, warnings.size());
    assertTrue(
        warnings
            .getFirst()
            .contains("metrics young (30 series), slow (10 series), old (0 series); labels id (40"),
        warnings::toString);
  }

  @Test
  void refuses_new_series_when_it_is_used_up_and_old_ones_go_on() throws Exception {
    fill("m", 0, 100, T0);
    Labels another = Labels.of("__name__", "m", "id", "x", "job", "node");
    assertEquals(SampleBatch.NO_ROOM, write(another, T0));
    assertEquals(SampleBatch.NO_ROOM, write(another, T0));
    assertEquals(SampleBatch.NO_ROOM, write(Labels.of("__name__", "m", "id", "x"), T0));
    assertEquals(Map.of("node", 2L, "", 1L), head.refusedByJob());
    assertEquals(2, warnings.size(), warnings::toString);
    fill("m", 0, 100, T0 + 1);
    assertEquals(200, head.figures().valuesAppended.sum());
  }

  @Test
  void warns_again_after_there_was_room() throws Exception {
    fill("m", 0, 90, T0);
    write(Labels.of("__name__", "kept"), T0 + 1000);
    head.truncate(T0 + 1);
    assertEquals(1, head.seriesCount());
    fill("n", 0, 90, T0 + 1000);
    assertEquals(2, warnings.size(), warnings::toString);
  }

  @Test
  void counts_jobs_beyond_a_hundred_together() throws Exception {
    fill("m", 0, 100, T0);
    for (int i = 0; i < 150; i++) {
      write(Labels.of("__name__", "m", "job", "j" + i), T0);
    }
    Map<String, Long> refused = head.refusedByJob();
    assertEquals(101, refused.size());
    assertEquals(50L, refused.get("other"));
  }
}
