package dev.pharos.storage.fanout;

import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.StorageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch of the main part, with one of each other writer beside it.
 *
 * <p>The main part decides what becomes of a sample, and whether the commit succeeds; what it took
 * goes to the others too. An other part that fails is left out for the rest of the batch.
 */
final class FanoutBatch implements SampleBatch {

  private final Routes routes;
  private final SampleBatch main;
  private final List<Part<SampleWriter>> others;
  private final @Nullable SampleBatch[] otherBatches;
  private final PartFailures failures;

  private FanoutBatch(
      Routes routes, SampleBatch main, List<Part<SampleWriter>> others, PartFailures failures) {
    this.routes = routes;
    this.main = main;
    this.others = others;
    this.otherBatches = new @Nullable SampleBatch[others.size()];
    this.failures = failures;
  }

  static FanoutBatch begin(Parts parts, PartFailures failures) throws StorageException {
    Part<SampleWriter> main =
        parts.mainWriter().orElseThrow(() -> FanoutStorage.noMain(parts.mainName()));
    List<Part<SampleWriter>> others = parts.writers().subList(1, parts.writers().size());
    FanoutBatch batch = new FanoutBatch(parts.routes(), main.service().begin(), others, failures);
    batch.beginOthers();
    return batch;
  }

  private void beginOthers() {
    for (int i = 0; i < otherBatches.length; i++) {
      try {
        otherBatches[i] = others.get(i).service().begin();
      } catch (StorageException | RuntimeException e) {
        failures.write(others.get(i).name(), e);
      }
    }
  }

  @Override
  public long series(Labels labels) {
    long series = main.series(labels);
    if (series != NO_ROOM) {
      routes.remember(series, labels, others.size());
    }
    return routes.reference(series);
  }

  @Override
  public Outcome append(long series, long startMillis, long timestampMillis, double value) {
    long mainSeries = routes.main(series);
    if (mainSeries == 0) {
      return Outcome.UNKNOWN_SERIES;
    }
    Outcome outcome = main.append(mainSeries, startMillis, timestampMillis, value);
    if (outcome == Outcome.ACCEPTED && otherBatches.length > 0) {
      appendToOthers(mainSeries, new Sample.Value(startMillis, timestampMillis, value));
    }
    return outcome;
  }

  @Override
  public Outcome append(long series, Sample sample) {
    long mainSeries = routes.main(series);
    if (mainSeries == 0) {
      return Outcome.UNKNOWN_SERIES;
    }
    Outcome outcome = main.append(mainSeries, sample);
    if (outcome == Outcome.ACCEPTED) {
      appendToOthers(mainSeries, sample);
    }
    return outcome;
  }

  private void appendToOthers(long mainSeries, Sample sample) {
    Routes.Route route = routes.route(mainSeries);
    for (int i = 0; route != null && i < otherBatches.length; i++) {
      SampleBatch batch = otherBatches[i];
      if (batch != null) {
        try {
          append(batch, route, i, sample);
        } catch (RuntimeException e) {
          giveUp(i, e);
        }
      }
    }
  }

  private static void append(SampleBatch batch, Routes.Route route, int index, Sample sample) {
    long series = route.references().get(index);
    if (series == 0 || batch.append(series, sample) == Outcome.UNKNOWN_SERIES) {
      long found = batch.series(route.labels());
      route.references().set(index, found);
      if (found != NO_ROOM) {
        batch.append(found, sample);
      }
    }
  }

  private void giveUp(int index, Exception failure) {
    failures.write(others.get(index).name(), failure);
    SampleBatch batch = otherBatches[index];
    otherBatches[index] = null;
    if (batch != null) {
      try {
        batch.close();
      } catch (RuntimeException e) {
        failures.write(others.get(index).name(), e);
      }
    }
  }

  @Override
  public void commit() throws StorageException {
    main.commit();
    for (int i = 0; i < otherBatches.length; i++) {
      SampleBatch batch = otherBatches[i];
      if (batch != null) {
        try {
          batch.commit();
        } catch (StorageException | RuntimeException e) {
          failures.write(others.get(i).name(), e);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      main.close();
    } finally {
      for (int i = 0; i < otherBatches.length; i++) {
        SampleBatch batch = otherBatches[i];
        if (batch != null) {
          try {
            batch.close();
          } catch (RuntimeException e) {
            failures.write(others.get(i).name(), e);
          }
        }
      }
    }
  }
}
