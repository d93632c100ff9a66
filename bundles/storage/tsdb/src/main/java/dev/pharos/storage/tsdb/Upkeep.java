package dev.pharos.storage.tsdb;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Truncates the database at regular intervals, on a virtual thread of its own. */
final class Upkeep {

  private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());

  private final TsdbStorage storage;
  private final Duration pause;
  private final Thread thread = Thread.ofVirtual().name("tsdb-upkeep").unstarted(this::run);

  Upkeep(TsdbStorage storage) {
    this.storage = storage;
    // Often enough that no more than an eighth of the retention is kept beyond it.
    Duration eighth = storage.settings().retention().dividedBy(8);
    Duration most = Duration.ofHours(2);
    this.pause = eighth.compareTo(most) < 0 ? eighth : most;
  }

  void start() {
    thread.start();
  }

  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join(Duration.ofSeconds(2));
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(pause);
        truncate();
      }
    } catch (InterruptedException stopped) {
      LOG.log(Level.DEBUG, "Upkeep has stopped");
    }
  }

  private void truncate() {
    try {
      storage.truncate();
    } catch (IOException e) {
      storage.figures().truncationFailures.increment();
      LOG.log(Level.WARNING, "Old samples stay until the next attempt: " + e.getMessage(), e);
    }
  }
}
