package dev.pharos.storage.tsdb;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SeriesSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A process that appends batch after batch to a database, and tells the number of each on its
 * standard output once it was committed, until it is killed.
 */
final class AppendingProcess {

  /** Series that every batch writes to. */
  static final int STEADY = 5;

  /** Of so many series, a batch writes to one, so that series are made all the time. */
  static final int CHANGING = 400;

  private AppendingProcess() {}

  static TsdbSettings settings(Path dir) {
    return TsdbSettings.of(dir, Duration.ofDays(15)).withSegmentBytes(96 * 1024);
  }

  static Labels steady(int number) {
    return Labels.of("__name__", "steady", "number", Integer.toString(number));
  }

  static Labels changing(long batch) {
    return Labels.of("__name__", "changing", "number", Long.toString(batch % CHANGING));
  }

  static long timestamp(long batch) {
    return TsdbFixture.T0 + batch * 100;
  }

  public static void main(String[] args) throws IOException {
    try (TsdbStorage storage = TsdbFixture.open(settings(Path.of(args[0])))) {
      for (long batch = next(storage); ; batch++) {
        append(storage, batch);
        System.out.println(batch);
        System.out.flush();
      }
    }
  }

  private static void append(TsdbStorage storage, long number) throws IOException {
    try (SampleBatch batch = storage.begin()) {
      for (int i = 0; i < STEADY; i++) {
        long series = batch.series(steady(i));
        batch.append(series, Sample.NO_START, timestamp(number), (double) number);
      }
      long series = batch.series(changing(number));
      batch.append(series, Sample.NO_START, timestamp(number), (double) number);
      batch.commit();
    }
  }

  private static long next(TsdbStorage storage) throws IOException {
    long next = 0;
    try (SeriesSet set =
        storage.select(Access.system(), TsdbFixture.ALWAYS, List.of(Matcher.metric("steady")))) {
      while (set.next()) {
        SampleCursor cursor = set.samples();
        while (cursor.next() != SampleCursor.Kind.END) {
          next = Math.max(next, (long) cursor.value() + 1);
        }
      }
    }
    return next;
  }
}
