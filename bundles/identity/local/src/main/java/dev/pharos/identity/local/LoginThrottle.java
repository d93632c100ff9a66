package dev.pharos.identity.local;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Makes guessing passwords slow: for one name after a few wrong ones, and for all names together.
 *
 * <p>Five wrong passwords in a row for a name close it for a second, each further one for twice as
 * long, up to a minute. Wrong passwords for whatever names beyond thirty close every name until a
 * second has passed for each. A closed name is refused without a look at the password, be there
 * such a user or not.
 *
 * <p>Safe for use by several threads.
 */
final class LoginThrottle {

  static final int FREE_FAILURES = 5;
  static final int FREE_FAILURES_OF_ALL = 30;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(1);
  private static final long FORGOTTEN_AFTER = TimeUnit.MINUTES.toNanos(15);
  private static final int MAX_NAMES = 1_000;

  private record Failures(int count, long lastNanos) {}

  private final LongSupplier nanoTime;
  private final Map<String, Failures> byName =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MAX_NAMES;
        }
      };

  /** When all failures so far would be worn off, at one a second. */
  private long wornOffNanos;

  LoginThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.wornOffNanos = nanoTime.getAsLong();
  }

  /** Whether a password for this name may be looked at now. */
  synchronized boolean admits(String name) {
    long now = nanoTime.getAsLong();
    if (wornOffNanos - now >= FREE_FAILURES_OF_ALL * SECOND) {
      return false;
    }
    Failures failures = byName.get(name);
    return failures == null || now - failures.lastNanos() >= pause(failures.count());
  }

  synchronized void succeeded(String name) {
    byName.remove(name);
  }

  synchronized void failed(String name) {
    long now = nanoTime.getAsLong();
    wornOffNanos = (wornOffNanos - now > 0 ? wornOffNanos : now) + SECOND;
    Failures before = byName.remove(name);
    int inARow = before == null || now - before.lastNanos() >= FORGOTTEN_AFTER ? 0 : before.count();
    byName.put(name, new Failures(inARow + 1, now));
  }

  private static long pause(int failures) {
    if (failures < FREE_FAILURES) {
      return 0;
    }
    int doublings = Math.min(failures - FREE_FAILURES, 6);
    return Math.min(SECOND << doublings, LONGEST_PAUSE);
  }
}
