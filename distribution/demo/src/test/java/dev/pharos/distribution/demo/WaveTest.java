package dev.pharos.distribution.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaveTest {

  private static final Duration DAY = Duration.ofMinutes(10);

  @Test
  void over_a_day_as_many_come_as_the_mean_says() {
    Wave wave = new Wave(40, DAY);

    double total = 0;
    for (int second = 0; second < DAY.toSeconds(); second++) {
      total += wave.perSecond(Duration.ofSeconds(second));
    }

    assertEquals(40, total / DAY.toSeconds(), 0.5);
  }

  @Test
  void the_afternoon_is_several_times_busier_than_the_night() {
    Wave wave = new Wave(40, DAY);

    double afternoon = wave.perSecond(DAY.dividedBy(4));
    double night = wave.perSecond(DAY.multipliedBy(3).dividedBy(4));

    assertTrue(afternoon > 3 * night, afternoon + " and " + night);
  }

  @Test
  void whatever_is_asked_for_the_bound_holds() {
    Wave wave = new Wave(1_000_000, DAY);

    for (int second = 0; second < DAY.toSeconds(); second++) {
      double rate = wave.perSecond(Duration.ofSeconds(second));
      assertTrue(rate >= 0 && rate <= Wave.MOST_PER_SECOND, "second " + second + ": " + rate);
    }
  }
}
