package dev.pharos.storage.tsdb.head;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import dev.pharos.storage.tsdb.wal.RecordBuffer;
import org.junit.jupiter.api.Test;

/** Series that the log tells get the references that it gives them. */
class NewSeriesTest {

  private static final int SERIES = 2000;

  private final Head head = new Head(0);
  private final HeadReplay replay = new HeadReplay(head);

  private static Labels labels(long reference) {
    return Labels.of("__name__", "m", "i", Long.toString(reference), "job", "j");
  }

  private void assertKept(long reference) {
    assertEquals(reference, head.index().resolve(reference));
    assertEquals(labels(reference), head.labels(reference));
  }

  @Test
  void whatever_order_they_come_in() throws Exception {
    // Two writers make series at once, and the batch of one is in the log before the other's.
    for (int turn = 0; turn < 3; turn++) {
      for (long i = 1; i <= SERIES; i++) {
        if (i % 3 == turn) {
          replay.series(i, labels(i));
        }
      }
    }
    replay.finish();
    for (long i = 1; i <= SERIES; i++) {
      assertKept(i);
    }
    assertEquals(0, head.index().unlogged());
  }

  @Test
  void and_those_that_cannot_have_it_stand_in_nobodys_way_and_are_told_anew() throws Exception {
    long tooGreat = Pages.MAX_REFERENCE + 7;
    replay.series(tooGreat, labels(tooGreat));
    for (long i = 1; i <= SERIES; i++) {
      replay.series(i, labels(i));
    }
    replay.finish();
    for (long i = 1; i <= SERIES; i++) {
      assertKept(i);
    }
    assertEquals(labels(tooGreat), head.labels(tooGreat));
    assertEquals(1, head.index().unlogged());
    try (HeadBatch batch = new HeadBatch(head, done -> done.announceSeries(new RecordBuffer()))) {
      batch.append(batch.series(labels(tooGreat)), Sample.NO_START, 1, 1);
      batch.commit();
    }
    assertEquals(0, head.index().unlogged());
  }
}
