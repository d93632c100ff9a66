package dev.pharos.distribution.soak;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageTool;
import dev.pharos.storage.tsdb.TsdbSettings;
import dev.pharos.storage.tsdb.TsdbStatus;
import dev.pharos.storage.tsdb.TsdbStorage;
import dev.pharos.storage.tsdb.tool.TsdbTool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Does with a damaged folder all that is done with a folder: checks it, reads it without a server,
 * opens the database, reads that, writes to it, opens it again. For one folder.
 */
final class Examination {

  private static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
  private static final Duration RETENTION = Duration.ofDays(3650);

  /**
   * What came of it.
   *
   * @param told messages of check, log and errors
   * @param faults what must not be, such as a sample that was never written
   * @param missing samples that are not there any more, errors of their reading aside
   * @param refused samples of series whose reading ended with an error
   * @param risen samples that were deleted and are there again
   */
  record Outcome(List<String> told, List<String> faults, long missing, long refused, long risen) {}

  private final Path data;
  private final Truth truth;
  private final List<String> told;
  private final List<String> faults = new ArrayList<>();
  private long missing;
  private long refused;
  private long risen;

  /**
   * Makes an examination.
   *
   * @param told takes what is told; the log of the process goes there, too
   */
  Examination(Path data, Truth truth, List<String> told) {
    this.data = data;
    this.truth = truth;
    this.told = told;
  }

  Outcome run() {
    check();
    readFolder();
    if (open("opened")) {
      open("opened again");
    }
    return new Outcome(List.copyOf(told), faults, missing, refused, risen);
  }

  private void check() {
    try {
      new TsdbTool().check(data, finding -> told.add(finding.toString()), place -> {});
    } catch (IOException e) {
      told.add(String.valueOf(e));
    } catch (RuntimeException | Error e) {
      fault("check", e);
    }
  }

  private void readFolder() {
    try (StorageTool.Reading reading = new TsdbTool().open(data)) {
      read(reading, "read");
    } catch (IOException e) {
      told.add(String.valueOf(e));
    } catch (RuntimeException | Error e) {
      fault("read", e);
    }
  }

  /** Opens the database, reads it and writes to it; false if it does not open. */
  private boolean open(String how) {
    TsdbSettings settings = TsdbSettings.of(data, RETENTION);
    try (TsdbStorage storage = TsdbStorage.open(settings, new TsdbStatus(settings.retention()))) {
      read(storage, how);
      write(storage, how);
      return true;
    } catch (IOException e) {
      told.add(String.valueOf(e));
      missing = (long) Truth.SERIES * truth.steps();
      return false;
    } catch (RuntimeException | Error e) {
      fault(how, e);
      return false;
    }
  }

  private void fault(String how, Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    faults.add(how + ": " + e + (trace.length == 0 ? "" : " at " + trace[0]));
  }

  private void read(SeriesReader reader, String how) {
    missing = 0;
    refused = 0;
    risen = 0;
    for (int series = 0; series < Truth.SERIES; series++) {
      BitSet found = new BitSet();
      try {
        read(reader, series, found, how);
        count(series, found);
      } catch (IOException e) {
        told.add(String.valueOf(e));
        refused += truth.steps() - found.cardinality();
      } catch (RuntimeException | Error e) {
        fault(how, e);
      }
    }
  }

  private void read(SeriesReader reader, int series, BitSet found, String how) throws IOException {
    Labels labels = Truth.labels(series);
    List<Matcher> matchers =
        List.of(Matcher.metric(labels.metricName()), Matcher.equal("series", labels.get("series")));
    try (SeriesSet set = reader.select(Access.system(), ALWAYS, matchers)) {
      while (set.next()) {
        if (!set.labels().equals(labels)) {
          faults.add(how + ": found " + set.labels() + " in place of " + labels);
        }
        SampleCursor samples = set.samples();
        for (SampleCursor.Kind kind = samples.next();
            kind != SampleCursor.Kind.END;
            kind = samples.next()) {
          note(series, truth.step(series, kind, samples), samples, found, how);
        }
      }
    }
  }

  private void note(int series, long step, SampleCursor sample, BitSet found, String how) {
    if (step < 0 || found.get((int) step) || found.nextSetBit((int) step) >= 0) {
      faults.add(
          how
              + ": "
              + Truth.labels(series)
              + " has a sample at "
              + sample.timestampMillis()
              + (step < 0 ? " that was never written" : " again or out of order"));
    } else {
      found.set((int) step);
    }
  }

  private void count(int series, BitSet found) {
    for (int step = 0; step < truth.steps(); step++) {
      boolean deleted = truth.isDeleted(series, step);
      if (found.get(step)) {
        risen += deleted ? 1 : 0;
      } else {
        missing += deleted ? 0 : 1;
      }
    }
  }

  /** What is written now is there after the next start, or nothing can be trusted any more. */
  private void write(TsdbStorage storage, String how) throws IOException {
    Labels labels = Labels.of(Labels.METRIC_NAME, "written_later", "when", how);
    try (SampleBatch batch = storage.begin()) {
      SampleBatch.Outcome outcome =
          batch.append(
              batch.series(labels), Sample.NO_START, truth.millis(truth.steps()), truth.steps());
      if (outcome != SampleBatch.Outcome.ACCEPTED && outcome != SampleBatch.Outcome.SAME_AGAIN) {
        told.add("a sample of now was refused: " + outcome);
        return;
      }
      batch.commit();
    }
    List<Matcher> later = List.of(Matcher.metric("written_later"));
    int expected = how.equals("opened") ? 1 : 2;
    int found = 0;
    try (SeriesSet set = storage.select(Access.system(), ALWAYS, later)) {
      while (set.next()) {
        SampleCursor samples = set.samples();
        while (samples.next() != SampleCursor.Kind.END) {
          found++;
        }
      }
    }
    if (found != expected) {
      faults.add(how + ": " + found + " samples written since, expected " + expected);
    }
  }
}
