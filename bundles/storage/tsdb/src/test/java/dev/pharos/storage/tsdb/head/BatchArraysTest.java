package dev.pharos.storage.tsdb.head;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.storage.tsdb.wal.RecordBuffer;
import dev.pharos.storage.tsdb.wal.RecordEncoder;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchArraysTest {

  private final BatchArrays arrays = new BatchArrays();

  @Test
  void what_is_given_back_is_taken_again_without_its_records() {
    BatchArrays.Arrays first = arrays.take();
    RecordEncoder encoder = new RecordEncoder(first.records());
    encoder.sample(1, 0, 1000, 1);
    encoder.finish();
    arrays.giveBack(first);

    BatchArrays.Arrays again = arrays.take();
    assertSame(first, again);
    assertTrue(again.records().isEmpty());
    assertNotSame(first.references(), arrays.take().references(), "taken by one at a time");
  }

  @Test
  void those_of_an_uncommonly_large_batch_are_not_kept() {
    int most = BatchArrays.MOST;
    BatchArrays.Arrays large =
        new BatchArrays.Arrays(
            new long[2 * most], new long[2 * most], new double[2 * most], new RecordBuffer());
    arrays.giveBack(large);
    assertNotSame(large, arrays.take());
  }

  @Test
  void few_are_kept() {
    Set<BatchArrays.Arrays> taken = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      taken.add(arrays.take());
    }
    taken.forEach(arrays::giveBack);
    int again = 0;
    for (int i = 0; i < 20; i++) {
      again += taken.contains(arrays.take()) ? 1 : 0;
    }
    assertTrue(again > 0 && again < 10, "kept " + again);
  }
}
