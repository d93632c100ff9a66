package dev.pharos.target.scrape;

import dev.pharos.exposition.ExpositionFormat;
import dev.pharos.exposition.ExpositionReader;
import dev.pharos.target.api.ScrapeBody;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one scrape needs while it lasts: a body and readers. Scrapes lend them from each other,
 * since few run at a time.
 */
final class Scratch {

  /** What the idle ones of one pool may take together; beyond it, only one is kept. */
  private static final int MAX_IDLE_BYTES = 4 << 20;

  private final ScrapeBody body;
  private final ExpositionReader text = ExpositionReader.of(ExpositionFormat.TEXT);
  private final ExpositionReader openMetrics = ExpositionReader.of(ExpositionFormat.OPENMETRICS);

  private Scratch(long limitBytes) {
    body = new ScrapeBody(limitBytes);
  }

  ScrapeBody body() {
    return body;
  }

  ExpositionReader reader(ExpositionFormat format) {
    return switch (format) {
      case TEXT -> text;
      case OPENMETRICS -> openMetrics;
    };
  }

  private int bytes() {
    return body.bytes().length;
  }

  /** Those of a pool that nobody uses at present. Safe for use by several threads. */
  static final class Shelf {
    private final long limitBytes;
    private final ConcurrentLinkedQueue<Scratch> idle = new ConcurrentLinkedQueue<>();
    private final AtomicLong idleBytes = new AtomicLong();

    Shelf(long limitBytes) {
      this.limitBytes = limitBytes;
    }

    Scratch take() {
      Scratch found = idle.poll();
      if (found == null) {
        return new Scratch(limitBytes);
      }
      idleBytes.addAndGet(-found.bytes());
      found.body.reset();
      return found;
    }

    void giveBack(Scratch scratch) {
      long bytes = scratch.bytes();
      if (idleBytes.addAndGet(bytes) <= MAX_IDLE_BYTES || idle.isEmpty()) {
        idle.add(scratch);
      } else {
        idleBytes.addAndGet(-bytes);
      }
    }
  }
}
