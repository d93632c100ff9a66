package dev.pharos.query.promql;

import dev.pharos.model.Labels;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the series of a selector, on two threads once there turn out to be many.
 *
 * <p>The first series are gone over where the query runs. If there are more, and a processor may be
 * spared, a helper selects the same series and takes half of those that follow: which half is
 * decided by their labels alone, so that a series that appears meanwhile is taken by one of both.
 */
final class Halves {

  /** Tells a worker which series are its own. */
  @FunctionalInterface
  interface Share {

    /** Everything. */
    Share ALL = labels -> true;

    /** Asked for each series in the order of labels, before its samples are read. */
    boolean takes(Labels labels);
  }

  /** What one of the threads does, with buffers of its own. */
  @FunctionalInterface
  interface Worker {
    void go(Share share, Found found) throws StorageException;
  }

  /** Columns in the order of the series that they were made of. */
  static final class Found {
    private final List<Labels> series = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();

    void add(Labels from, Column column) {
      series.add(from);
      columns.add(column);
    }

    List<Column> columns() {
      return columns;
    }

    private List<Column> mergedWith(Found other) {
      List<Column> merged = new ArrayList<>(columns.size() + other.columns.size());
      int i = 0;
      int j = 0;
      while (i < columns.size() || j < other.columns.size()) {
        boolean mine =
            j == other.columns.size()
                || (i < columns.size() && series.get(i).compareTo(other.series.get(j)) <= 0);
        merged.add(mine ? columns.get(i++) : other.columns.get(j++));
      }
      return merged;
    }
  }

  /** Points that are computed alone, so that a helper pays. */
  private static final long ALONE = 20_000;

  private static final int SERIES_ALONE = 32;

  /** Helpers of all queries together: what processors there are beside the first. */
  private static final Semaphore IDLE =
      new Semaphore(Math.max(0, Runtime.getRuntime().availableProcessors() - 1));

  private final Worker worker;
  private final long seriesAlone;
  private final Found own = new Found();
  private final Found helped = new Found();
  private long taken;
  private @Nullable Thread helper;
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  private Halves(Grid grid, Worker worker) {
    this.worker = worker;
    this.seriesAlone = Math.max(SERIES_ALONE, ALONE / grid.size());
  }

  /** The columns that the workers find. */
  static List<Column> of(Grid grid, Worker worker) throws StorageException {
    return new Halves(grid, worker).go();
  }

  private List<Column> go() throws StorageException {
    try {
      worker.go(this::takes, own);
    } catch (StorageException | RuntimeException | Error e) {
      stopped = true;
      throw e;
    } finally {
      join();
    }
    return switch (failure) {
      case null -> helper == null ? own.columns : own.mergedWith(helped);
      case StorageException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    };
  }

  private boolean takes(Labels labels) {
    if (helper != null) {
      return isEven(labels);
    }
    if (++taken == seriesAlone && IDLE.tryAcquire()) {
      helper = Thread.ofVirtual().name("query helper").start(() -> help(labels));
    }
    return true;
  }

  private void help(Labels from) {
    try {
      worker.go(labels -> !isEven(labels) && labels.compareTo(from) > 0 && goesOn(), helped);
    } catch (StorageException | RuntimeException | Error e) {
      failure = e;
    } finally {
      IDLE.release();
    }
  }

  private boolean goesOn() {
    if (stopped) {
      throw new IllegalStateException("the other half has failed");
    }
    return true;
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
