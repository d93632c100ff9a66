package dev.pharos.target.scrape;

import dev.pharos.target.api.Discovery;
import dev.pharos.target.api.TargetGroup;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A discovery of one pool, run on a virtual thread while its bundle is there, and what it told
 * last.
 *
 * <p>What it told stands while the bundle is away, so that a bundle can be replaced without targets
 * being lost. Safe for use by several threads.
 */
final class DiscoveryRun {

  private static final System.Logger LOG = System.getLogger(DiscoveryRun.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final String name;
  private final Runnable onUpdate;
  private final Map<String, TargetGroup> groups = new LinkedHashMap<>();
  private @Nullable Thread thread;

  /**
   * Makes a run that is not started.
   *
   * @param name for the log and the thread
   * @param onUpdate called when there is news
   */
  DiscoveryRun(String name, Runnable onUpdate) {
    this.name = name;
    this.onUpdate = onUpdate;
  }

  /** Takes over what another run knew, until there is a first report. */
  void inherit(DiscoveryRun other) {
    List<TargetGroup> known = other.groups();
    synchronized (groups) {
      known.forEach(group -> groups.put(group.source(), group));
    }
  }

  /** Starts to run; a run under way ends. */
  synchronized void start(Supplier<Discovery> discovery) {
    stop();
    thread = Thread.ofVirtual().name("discovery " + name).start(() -> run(discovery));
  }

  /** Ends the run; what it told stands. */
  synchronized void stop() {
    if (thread != null) {
      thread.interrupt();
      thread = null;
    }
  }

  List<TargetGroup> groups() {
    synchronized (groups) {
      return List.copyOf(groups.values());
    }
  }

  private void run(Supplier<Discovery> factory) {
    Duration pause = FIRST_PAUSE;
    try {
      while (true) {
        try {
          factory.get().run(new Reports());
          LOG.log(Level.WARNING, "Discovery " + name + " ended by itself; it is started again");
        } catch (RuntimeException e) {
          LOG.log(
              Level.WARNING,
              "Discovery "
                  + name
                  + " failed; what it told stands, and it is started again in "
                  + pause.toSeconds()
                  + " s",
              e);
        }
        Thread.sleep(pause);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      }
    } catch (InterruptedException stopped) {
      LOG.log(Level.DEBUG, "Discovery has stopped");
    }
  }

  /** Takes the reports of one run: the first one replaces all that is known. */
  private final class Reports implements Consumer<List<TargetGroup>> {

    private final Thread owner = Thread.currentThread();
    private boolean first = true;

    @Override
    public void accept(List<TargetGroup> updates) {
      synchronized (DiscoveryRun.this) {
        if (thread != owner) {
          return;
        }
      }
      synchronized (groups) {
        if (first) {
          groups.clear();
          first = false;
        }
        for (TargetGroup group : updates) {
          if (group.targets().isEmpty()) {
            groups.remove(group.source());
          } else {
            groups.put(group.source(), group);
          }
        }
      }
      onUpdate.run();
    }
  }
}
