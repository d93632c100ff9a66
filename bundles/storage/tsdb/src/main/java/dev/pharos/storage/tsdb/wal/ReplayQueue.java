package dev.pharos.storage.tsdb.wal;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What was decoded and not yet applied: a few batches that go round between two threads, so the
 * memory of a replay does not depend on the length of the log.
 *
 * <p>As a {@link RecordVisitor} it belongs to the thread that decodes.
 */
final class ReplayQueue implements RecordVisitor {

  private static final System.Logger LOG = System.getLogger(ReplayQueue.class.getName());

  /** Together about two megabytes. */
  private static final int BATCHES = 8;

  private final BlockingQueue<ReplayBatch> empty = new ArrayBlockingQueue<>(BATCHES);
  private final BlockingQueue<ReplayBatch> full = new ArrayBlockingQueue<>(BATCHES);
  private @Nullable ReplayBatch filling;
  private final Set<Integer> unknownKinds = new TreeSet<>();

  ReplayQueue() {
    for (int i = 0; i < BATCHES; i++) {
      empty.add(new ReplayBatch());
    }
  }

  // The thread that decodes

  /** Hands on what is left; {@link #drainTo} ends when it has that. */
  void end() {
    batch(ReplayBatch.Kind.END);
    handOn();
  }

  @Override
  public void other(int type) {
    unknownKinds.add(type);
  }

  void warnOfKinds(Path log) {
    if (!unknownKinds.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "The log in {0} has records of kinds {1}, which a later version of Prometheus wrote; they"
              + " are left out",
          log,
          unknownKinds);
    }
  }

  private void handOn() {
    ReplayBatch done = filling;
    if (done != null) {
      filling = null;
      full.add(done); // There is room for all batches that there are.
    }
  }

  private ReplayBatch batch(ReplayBatch.Kind kind) {
    ReplayBatch current = filling;
    if (current != null && (current.kind() != kind || current.isFull())) {
      handOn();
      current = null;
    }
    if (current == null) {
      try {
        current = empty.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("the replay was stopped");
      }
      current.start(kind);
      filling = current;
    }
    return current;
  }

  @Override
  public void series(long reference, Labels labels) {
    batch(ReplayBatch.Kind.SERIES).entry(reference, 0, 0, labels);
  }

  @Override
  public void sample(long reference, long startMillis, long timestampMillis, double value) {
    batch(ReplayBatch.Kind.VALUES).value(reference, timestampMillis, value);
  }

  @Override
  public void samples(long[] references, long[] timestampsMillis, double[] values, int size) {
    int taken = 0;
    while (taken < size) {
      ReplayBatch batch = batch(ReplayBatch.Kind.VALUES);
      taken += batch.values(references, timestampsMillis, values, taken, size);
    }
  }

  @Override
  public void histogram(
      long reference, long startMillis, long timestampMillis, NativeHistogram histogram) {
    batch(ReplayBatch.Kind.HISTOGRAMS).entry(reference, timestampMillis, 0, histogram);
  }

  @Override
  public void tombstone(long reference, long firstMillis, long lastMillis) {
    batch(ReplayBatch.Kind.TOMBSTONES).entry(reference, firstMillis, lastMillis, null);
  }

  @Override
  public void exemplar(long reference, Exemplar exemplar) {
    batch(ReplayBatch.Kind.EXEMPLARS).entry(reference, 0, 0, exemplar);
  }

  @Override
  public void metadata(long reference, Metadata metadata) {
    batch(ReplayBatch.Kind.METADATA).entry(reference, 0, 0, metadata);
  }

  @Override
  public void mapped(long reference, long chunkReference) {
    batch(ReplayBatch.Kind.MAPPED).entry(reference, chunkReference, 0, null);
  }

  // The thread that applies

  /** Applies what comes until the end. */
  void drainTo(ReplayTarget target) throws InterruptedException {
    while (true) {
      ReplayBatch batch = full.take();
      if (batch.kind() == ReplayBatch.Kind.END) {
        return;
      }
      batch.applyTo(target);
      empty.add(batch);
    }
  }
}
