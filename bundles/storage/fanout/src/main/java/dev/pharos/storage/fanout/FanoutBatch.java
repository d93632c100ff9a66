package dev.pharos.storage.fanout;

import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.StorageException;
import java.util.List;

/** A batch of the main part, and beside it one of every other. */
final class FanoutBatch implements SampleBatch {

  private final int generation;
  private final SampleBatch main;
  private final List<SecondBatch> seconds;

  FanoutBatch(int generation, SampleBatch main, List<SecondBatch> seconds) {
    this.generation = generation;
    this.main = main;
    this.seconds = seconds;
  }

  @Override
  public long series(Labels labels) {
    long reference = main.series(labels);
    if (reference != NO_ROOM) {
      for (int i = 0; i < seconds.size(); i++) {
        seconds.get(i).learn(reference, labels);
      }
    }
    return References.outer(generation, reference);
  }

  @Override
  public Outcome append(long series, long startMillis, long timestampMillis, double value) {
    long reference = References.inner(generation, series);
    if (reference == NO_ROOM) {
      return Outcome.UNKNOWN_SERIES;
    }
    Outcome outcome = main.append(reference, startMillis, timestampMillis, value);
    if (outcome != Outcome.UNKNOWN_SERIES) {
      // Others may still want what the main part has already, or takes no more.
      for (int i = 0; i < seconds.size(); i++) {
        seconds.get(i).append(reference, startMillis, timestampMillis, value);
      }
    }
    return outcome;
  }

  @Override
  public Outcome append(long series, Sample sample) {
    long reference = References.inner(generation, series);
    if (reference == NO_ROOM) {
      return Outcome.UNKNOWN_SERIES;
    }
    Outcome outcome = main.append(reference, sample);
    if (outcome != Outcome.UNKNOWN_SERIES) {
      for (SecondBatch second : seconds) {
        second.append(reference, sample);
      }
    }
    return outcome;
  }

  @Override
  public void commit() throws StorageException {
    main.commit();
    seconds.forEach(SecondBatch::commit);
  }

  @Override
  public void close() {
    seconds.forEach(SecondBatch::close);
    main.close();
  }
}
