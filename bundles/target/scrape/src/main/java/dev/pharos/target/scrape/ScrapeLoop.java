package dev.pharos.target.scrape;

import dev.pharos.model.DurationText;
import dev.pharos.target.api.ScrapeTransport;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Scrapes one target again and again, on a virtual thread of its own: at its place in the interval,
 * and if it is of this very process once at the start.
 *
 * <p>When the target is gone, the loop waits for two more intervals and then marks its series
 * stale: if the target returns meanwhile, nothing has happened.
 */
final class ScrapeLoop {

  private static final System.Logger LOG = System.getLogger(ScrapeLoop.class.getName());

  private final TargetScraper scraper;
  private final Surroundings around;
  private final Schedule schedule;
  private final long intervalNanos;
  private final @Nullable ScrapeLoop before;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch returned = new CountDownLatch(1);

  /**
   * Makes a loop.
   *
   * @param before the loop this one takes the place of, so that no scrape is made twice; or null
   */
  ScrapeLoop(TargetScraper scraper, Surroundings around, @Nullable ScrapeLoop before) {
    this.scraper = scraper;
    this.around = around;
    this.before = before;
    this.intervalNanos = scraper.target().interval().toNanos();
    this.schedule = new Schedule(intervalNanos);
    this.thread = Thread.ofVirtual().name("scrape " + scraper.target().url()).unstarted(this::run);
  }

  TargetScraper scraper() {
    return scraper;
  }

  void start() {
    thread.start();
  }

  /** Ends after the scrape under way; the series are marked stale two intervals later. */
  void stop() {
    stopped.countDown();
  }

  /** Ends after the scrape under way, and marks nothing: another loop goes on. */
  void handOver() {
    returned.countDown();
    stopped.countDown();
  }

  /** Ends at once, and marks nothing: the process goes down, and will go on where it was. */
  void abandon() {
    handOver();
    thread.interrupt();
  }

  boolean hasEnded() {
    return thread.getState() == Thread.State.TERMINATED;
  }

  boolean join(Duration time) throws InterruptedException {
    return thread.join(time);
  }

  private void run() {
    try {
      if (before != null) {
        before.thread.join();
      }
      scrapeUntilStopped();
      markStaleUnlessReturned();
    } catch (InterruptedException abandoned) {
      LOG.log(Level.DEBUG, "Scraping was ended");
    }
  }

  private void scrapeUntilStopped() throws InterruptedException {
    if (before == null && isOfThisProcess()) {
      // Costs no other host anything, and tells rates of this one an interval sooner.
      scrape(around.clock().millis());
    }
    long first = schedule.untilFirst(around.clock().millis(), scraper.target().hash());
    if (waitUnlessStopped(first)) {
      return;
    }
    long nanos = around.nanos().getAsLong();
    schedule.start(nanos, around.clock().millis());
    long lastNanos = nanos;
    boolean isFirst = true;
    do {
      nanos = around.nanos().getAsLong();
      if (!isFirst) {
        observe(nanos - lastNanos);
      }
      isFirst = false;
      lastNanos = nanos;
      scrape(schedule.timestampMillis(nanos, around.clock().millis()));
    } while (!waitUnlessStopped(schedule.untilNext(around.nanos().getAsLong())));
  }

  private boolean isOfThisProcess() {
    return scraper.target().scheme().equals(ScrapeTransport.INPROC);
  }

  private void scrape(long atMillis) throws InterruptedException {
    try {
      scraper.scrape(atMillis);
    } catch (RuntimeException e) {
      // A fault of ours must not end the loop: the next scrape may well succeed.
      LOG.log(Level.ERROR, "A scrape failed in a way it should not", e);
    }
  }

  private void observe(long nanos) {
    around
        .metrics()
        .intervalLength
        .labelValues(DurationText.of(scraper.target().interval()))
        .observe(nanos / 1e9);
  }

  private void markStaleUnlessReturned() throws InterruptedException {
    if (returned.await(intervalNanos, TimeUnit.NANOSECONDS)) {
      return;
    }
    long atMillis = around.clock().millis();
    if (!returned.await(intervalNanos + intervalNanos / 10, TimeUnit.NANOSECONDS)) {
      scraper.end(atMillis);
    }
  }

  private boolean waitUnlessStopped(long nanos) throws InterruptedException {
    return stopped.await(nanos, TimeUnit.NANOSECONDS);
  }
}
