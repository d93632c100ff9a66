package dev.pharos.storage.fanout;

import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.api.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * A batch of a part that is not the main one: whatever fails is told to {@link PartFailures} and
 * ends the batch for this part, and nobody else feels it.
 */
final class SecondBatch {

  /** Appends to a batch under a reference. */
  @FunctionalInterface
  private interface Append {
    Outcome to(SampleBatch batch, long reference);
  }

  private final SecondPart part;
  private final PartFailures failures;

  /** Null once the part has failed. */
  private @Nullable SampleBatch batch;

  SecondBatch(SecondPart part, PartFailures failures) {
    this.part = part;
    this.failures = failures;
    try {
      batch = part.writer().begin();
    } catch (StorageException | RuntimeException e) {
      fail("begin", e);
    }
  }

  void learn(long mainReference, Labels labels) {
    SampleBatch open = batch;
    if (open != null) {
      try {
        part.learn(mainReference, labels, open);
      } catch (RuntimeException e) {
        fail("append", e);
      }
    }
  }

  void append(long mainReference, long startMillis, long timestampMillis, double value) {
    append(
        mainReference,
        (to, reference) -> to.append(reference, startMillis, timestampMillis, value));
  }

  void append(long mainReference, Sample sample) {
    append(mainReference, (to, reference) -> to.append(reference, sample));
  }

  private void append(long mainReference, Append append) {
    SampleBatch open = batch;
    if (open == null) {
      return;
    }
    try {
      long reference = part.reference(mainReference);
      if (reference == SampleBatch.NO_ROOM
          || append.to(open, reference) == Outcome.UNKNOWN_SERIES) {
        long again = part.relearn(mainReference, open);
        if (again != SampleBatch.NO_ROOM) {
          append.to(open, again);
        }
      }
    } catch (RuntimeException e) {
      fail("append", e);
    }
  }

  void commit() {
    SampleBatch open = batch;
    if (open != null) {
      try {
        open.commit();
        failures.succeeded(part.name(), "commit");
      } catch (StorageException | RuntimeException e) {
        fail("commit", e);
      }
    }
  }

  void close() {
    SampleBatch open = batch;
    batch = null;
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException e) {
        failures.failed(part.name(), "close", e);
      }
    }
  }

  private void fail(String operation, Exception cause) {
    failures.failed(part.name(), operation, cause);
    close();
  }
}
