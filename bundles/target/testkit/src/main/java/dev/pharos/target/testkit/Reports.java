package dev.pharos.target.testkit;

import dev.pharos.target.api.Discovery;
import dev.pharos.target.api.TargetGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs a discovery for a test and keeps what it tells, as a scrape pool would.
 *
 * <p>Used by the thread of the test alone.
 */
public final class Reports implements AutoCloseable {

  private final LinkedBlockingQueue<List<TargetGroup>> queue = new LinkedBlockingQueue<>();
  private final Map<String, TargetGroup> groups = new TreeMap<>();
  private final Thread thread;
  private volatile @Nullable Throwable failure;

  /** Starts to run the discovery. */
  public Reports(Discovery discovery) {
    thread =
        Thread.ofVirtual()
            .name("discovery under test")
            .start(
                () -> {
                  try {
                    discovery.run(queue::add);
                    failure = new AssertionError("run() returned, without being interrupted");
                  } catch (InterruptedException expected) {
                    // This is how it ends.
                  } catch (RuntimeException | Error e) {
                    failure = e;
                  }
                });
  }

  /**
   * Waits until the groups known are as wanted.
   *
   * @param wanted looks at all groups that have targets, by source
   * @return these groups
   * @throws AssertionError if that does not happen within the time
   */
  public Map<String, TargetGroup> await(Duration time, Predicate<Map<String, TargetGroup>> wanted)
      throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      List<TargetGroup> report = queue.poll(left, TimeUnit.NANOSECONDS);
      if (report == null) {
        break;
      }
      for (TargetGroup group : report) {
        if (group.targets().isEmpty()) {
          groups.remove(group.source());
        } else {
          groups.put(group.source(), group);
        }
      }
      if (wanted.test(groups)) {
        return Map.copyOf(groups);
      }
    }
    throw new AssertionError("not told in time; what is known: " + groups, failure);
  }

  /** Interrupts the discovery and tells whether it ended in time, in the one way it may. */
  public boolean endsWithin(Duration time) throws InterruptedException {
    thread.interrupt();
    boolean ended = thread.join(time);
    if (failure != null) {
      throw new AssertionError("the discovery failed", failure);
    }
    return ended;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
