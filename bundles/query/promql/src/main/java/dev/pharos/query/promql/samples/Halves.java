package dev.pharos.query.promql.samples;

import dev.pharos.model.Labels;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the series of a selector, on two threads once there turn out to be many, and gives what
 * they come to in the order of the series' labels, as if there had been one.
 *
 * <p>The first series are gone over where the query runs. If there are more, and a processor may be
 * spared, a helper selects the same series and takes half of those that follow: which half is
 * decided by their labels alone, so that a series that appears meanwhile is taken by one of both.
 * What the helper finds comes through a {@link Handover} and is merged here with what is found
 * here. Neither runs far ahead of the other, so that only so much waits to be merged.
 */
public final class Halves {

  /** What one of the threads works for. */
  public abstract static sealed class Part {

    /**
     * Whether the part goes over a series; asked in the order of labels, before samples are read.
     */
    public abstract boolean takes(Labels series);

    /** Gives what a series that was taken has come to, or null if it has come to nothing. */
    public abstract void found(Labels series, @Nullable Column column) throws StorageException;

    /** Whether this is the part of the helper, beside the thread of the query. */
    public abstract boolean isHelper();
  }

  /** What each of the threads does, with buffers of its own. */
  @FunctionalInterface
  public interface Worker {
    void go(Part part) throws StorageException;
  }

  /** Points that are computed alone, so that a helper pays. */
  private static final long ALONE = 20_000;

  private static final int SERIES_ALONE = 32;

  /** Points that may wait for those of series before them, on either side. */
  private static final long WAITING = 1 << 17;

  private static final int SERIES_WAITING = 8;

  /** Helpers of all queries together: what processors there are beside the first. */
  private static final Semaphore IDLE =
      new Semaphore(Math.max(0, Runtime.getRuntime().availableProcessors() - 1));

  /** What a series has come to. */
  record Entry(Labels series, @Nullable Column column) {}

  private final Worker worker;
  private final Sink sink;
  private final long seriesAlone;
  private final int mayWait;
  private final Handover handover;
  private final Deque<Entry> own = new ArrayDeque<>();
  private long taken;

  /** Whether nothing more will be found here. */
  private boolean allFound;

  private @Nullable Thread helper;

  private Halves(Grid grid, Worker worker, Sink sink) {
    this.worker = worker;
    this.sink = sink;
    this.seriesAlone = Math.max(SERIES_ALONE, ALONE / grid.size());
    this.mayWait = (int) Math.max(SERIES_WAITING, WAITING / grid.size());
    this.handover = new Handover(mayWait);
  }

  /** Gives to a sink what a worker finds, all of it here, on one thread. */
  public static void alone(Worker worker, Sink sink) throws StorageException {
    worker.go(new Whole(sink));
  }

  /** Gives to a sink what a worker finds. */
  public static void both(Grid grid, Worker worker, Sink sink) throws StorageException {
    new Halves(grid, worker, sink).go();
  }

  private void go() throws StorageException {
    boolean complete = false;
    try {
      worker.go(new First());
      allFound = true;
      while (!own.isEmpty() || !handover.isDrained()) {
        merge(true);
      }
      complete = true;
    } finally {
      if (!complete) {
        handover.stop();
      }
      join();
    }
  }

  /** Everything. */
  private static final class Whole extends Part {
    private final Sink sink;

    Whole(Sink sink) {
      this.sink = sink;
    }

    @Override
    public boolean takes(Labels series) {
      return true;
    }

    @Override
    public void found(Labels series, @Nullable Column column) throws StorageException {
      if (column != null) {
        sink.take(column);
      }
    }

    @Override
    public boolean isHelper() {
      return false;
    }
  }

  /** Everything up to the point where a helper begins, and half of what follows. */
  private final class First extends Part {

    @Override
    public boolean takes(Labels series) {
      if (helper != null) {
        return isEven(series);
      }
      if (++taken == seriesAlone && IDLE.tryAcquire()) {
        handover.begin();
        helper = Thread.ofVirtual().name("query helper").start(() -> help(series));
      }
      return true;
    }

    @Override
    public void found(Labels series, @Nullable Column column) throws StorageException {
      if (helper == null) {
        if (column != null) {
          sink.take(column);
        }
        return;
      }
      if (column != null) {
        own.add(new Entry(series, column));
      }
      merge(own.size() >= mayWait);
    }

    @Override
    public boolean isHelper() {
      return false;
    }
  }

  /** Half of what follows a series. */
  private final class Second extends Part {
    private final Labels from;

    Second(Labels from) {
      this.from = from;
    }

    @Override
    public boolean takes(Labels series) {
      return !isEven(series) && series.compareTo(from) > 0;
    }

    @Override
    public void found(Labels series, @Nullable Column column) {
      handover.put(new Entry(series, column));
    }

    @Override
    public boolean isHelper() {
      return true;
    }
  }

  private void help(Labels from) {
    try {
      worker.go(new Second(from));
      handover.end();
    } catch (StorageException | RuntimeException | Error e) {
      handover.fail(e);
    } finally {
      IDLE.release();
    }
  }

  /**
   * Gives on what comes next for certain.
   *
   * @param wait whether to wait for the helper until something can be given on
   */
  private void merge(boolean wait) throws StorageException {
    boolean waiting = wait;
    while (true) {
      Entry theirs = handover.peek(waiting);
      if (theirs == null && !handover.isDrained()) {
        return;
      }
      Entry mine = own.peek();
      if (mine != null && (theirs == null || mine.series().compareTo(theirs.series()) < 0)) {
        give(own.remove());
      } else if (theirs != null && (mine != null || allFound)) {
        give(handover.remove());
      } else {
        return;
      }
      waiting = false;
    }
  }

  private void give(Entry entry) throws StorageException {
    if (entry.column() != null) {
      sink.take(entry.column());
    }
  }

  private static boolean isEven(Labels labels) {
    int hash = labels.hashCode();
    return ((hash ^ (hash >>> 7)) & 1) == 0;
  }

  private void join() {
    boolean interrupted = false;
    while (helper != null && helper.isAlive()) {
      try {
        helper.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
