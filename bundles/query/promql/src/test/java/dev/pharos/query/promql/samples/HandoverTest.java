package dev.pharos.query.promql.samples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.storage.api.StorageException;
import org.junit.jupiter.api.Test;

class HandoverTest {

  @Test
  void a_helper_that_failed_before_anybody_looked_is_not_taken_for_one_that_found_nothing() {
    Handover handover = new Handover(1);
    handover.begin();
    StorageException fault = new StorageException("on purpose");
    handover.fail(fault);

    assertFalse(handover.isDrained());
    assertSame(fault, assertThrows(StorageException.class, () -> handover.peek(true)));
  }

  @Test
  void a_helper_that_found_nothing_leaves_nothing() throws Exception {
    Handover handover = new Handover(1);
    handover.begin();
    assertFalse(handover.isDrained());

    handover.end();
    assertNull(handover.peek(true));

    assertTrue(handover.isDrained());
  }
}
