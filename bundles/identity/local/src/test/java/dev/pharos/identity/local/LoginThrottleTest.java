package dev.pharos.identity.local;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

  private long nanos = 1L << 40;
  private final LoginThrottle throttle = new LoginThrottle(() -> nanos);

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private void fail(String name, int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed(name);
    }
  }

  @Test
  void a_few_wrong_passwords_cost_nothing() {
    fail("alice", LoginThrottle.FREE_FAILURES - 1);

    assertTrue(throttle.admits("alice"));
  }

  @Test
  void then_a_name_is_closed_for_a_second_and_each_time_for_twice_as_long() {
    fail("alice", LoginThrottle.FREE_FAILURES);
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
      assertFalse(throttle.admits("alice"));
      pass(Duration.ofSeconds(seconds).minusNanos(1));
      assertFalse(throttle.admits("alice"), seconds + " s");
      pass(Duration.ofNanos(1));
      assertTrue(throttle.admits("alice"), seconds + " s");
      throttle.failed("alice");
    }
  }

  @Test
  void other_names_stay_open() {
    fail("alice", 10);

    assertTrue(throttle.admits("bob"));
  }

  @Test
  void the_right_password_makes_all_good() {
    fail("alice", LoginThrottle.FREE_FAILURES);
    pass(Duration.ofSeconds(1));
    throttle.succeeded("alice");
    fail("alice", LoginThrottle.FREE_FAILURES - 1);

    assertTrue(throttle.admits("alice"));
  }

  @Test
  void wrong_passwords_of_long_ago_are_forgotten() {
    fail("alice", LoginThrottle.FREE_FAILURES);
    pass(Duration.ofMinutes(15));
    throttle.failed("alice");

    assertTrue(throttle.admits("alice"));
  }

  @Test
  void many_wrong_passwords_for_many_names_close_all_names_until_they_wear_off() {
    for (int i = 0; i < LoginThrottle.FREE_FAILURES_OF_ALL; i++) {
      assertTrue(throttle.admits("user" + i));
      throttle.failed("user" + i);
    }

    assertFalse(throttle.admits("alice"));
    pass(Duration.ofSeconds(1));
    assertTrue(throttle.admits("alice"));
    throttle.failed("bob");
    assertFalse(throttle.admits("alice"));
    pass(Duration.ofMinutes(1));
    for (int i = 0; i < LoginThrottle.FREE_FAILURES_OF_ALL - 1; i++) {
      throttle.failed("user" + i);
    }
    assertTrue(throttle.admits("alice"));
  }
}
