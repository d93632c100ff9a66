package dev.pharos.storage.tsdb.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SyncDurationsTest {

  private final AtomicLong now = new AtomicLong();
  private final SyncDurations durations = new SyncDurations(now::get);

  @Test
  void quantiles_are_those_of_the_last_ten_minutes_and_the_sum_is_of_all() {
    assertEquals(Double.NaN, durations.quantileSeconds(0.5));
    durations.add(Duration.ofSeconds(100).toNanos());
    now.addAndGet(Duration.ofMinutes(11).toNanos());
    for (int seconds = 1; seconds <= 10; seconds++) {
      durations.add(Duration.ofSeconds(seconds).toNanos());
    }

    assertEquals(5.0, durations.quantileSeconds(0.5));
    assertEquals(9.0, durations.quantileSeconds(0.9));
    assertEquals(10.0, durations.quantileSeconds(0.99));
    assertEquals(11, durations.count());
    assertEquals(155.0, durations.sumSeconds());

    now.addAndGet(Duration.ofMinutes(11).toNanos());
    assertEquals(Double.NaN, durations.quantileSeconds(0.5));
  }
}
