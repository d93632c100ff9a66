package dev.pharos.distribution.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LedgerTest {

  private final Ledger ledger = new Ledger();

  @Test
  void what_was_sent_may_be_there_and_what_was_acknowledged_must_be() {
    ledger.sending(0);
    ledger.acknowledge(0);
    ledger.sending(1);

    assertEquals(0, ledger.acknowledged());
    assertEquals(1, ledger.sent());
  }

  @Test
  void a_deletion_is_of_one_series_with_both_its_ends() {
    ledger.delete(new Ledger.Deletion(7, 10, 12));

    assertFalse(ledger.isDeleted(7, 9));
    assertTrue(ledger.isDeleted(7, 10));
    assertTrue(ledger.isDeleted(7, 12));
    assertFalse(ledger.isDeleted(7, 13));
    assertFalse(ledger.isDeleted(8, 11));
  }
}
