package dev.pharos.distribution.soak;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageTool;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Looks for every acknowledged sample: there once, in order, with its value. */
final class Verification {

  private static final int SAMPLED_SERIES = 20;
  private static final long NEWEST_STEPS = 600;

  private final Load load;
  private final List<Ledger> ledgers;

  Verification(Load load, List<Ledger> ledgers) {
    this.load = load;
    this.ledgers = ledgers;
  }

  private record Key(int writer, int series) {}

  /**
   * Asks a server for number and sum of the samples of each series, and for the samples of some.
   *
   * @throws AssertionError if something is missing or too much
   * @return samples that were found
   */
  long ask(ServerProcess server, Random random) throws IOException, InterruptedException {
    long last = ledgers.stream().mapToLong(Ledger::sent).max().orElse(-1);
    if (last < 0) {
      return 0;
    }
    String range = "[" + (load.millis(last) - load.startMillis() + 60_000) + "ms]";
    long end = load.millis(last);
    Map<Key, Double> counts = values(server.query("count_over_time(soak" + range + ")", end));
    Map<Key, Double> sums = values(server.query("sum_over_time(soak" + range + ")", end));
    long found = 0;
    for (int writer = 0; writer < load.writers(); writer++) {
      for (int series = 0; series < load.seriesEach(); series++) {
        Key key = new Key(writer, series);
        found +=
            requireTotals(
                key, counts.getOrDefault(key, 0.0).longValue(), sums.getOrDefault(key, 0.0));
      }
    }
    for (int i = 0; i < SAMPLED_SERIES; i++) {
      Key key = new Key(random.nextInt(load.writers()), random.nextInt(load.seriesEach()));
      long to = i % 2 == 0 ? last : random.nextLong(last + 1);
      compare(server, key, to);
    }
    return found;
  }

  private long requireTotals(Key key, long count, double sum) {
    Ledger ledger = ledgers.get(key.writer);
    long acknowledged = ledger.acknowledged();
    long mustCount = 0;
    double mustSum = 0;
    for (long step = 0; step <= acknowledged; step++) {
      mustCount++;
      mustSum += load.value(key.writer, key.series, step);
    }
    // Deletions are few and may overlap, so each step is asked for.
    boolean[] gone = new boolean[Math.toIntExact(acknowledged + 1)];
    for (Ledger.Deletion deletion : ledger.deletions(key.series)) {
      for (long step = deletion.first(); step <= deletion.last(); step++) {
        if (!gone[(int) step]) {
          gone[(int) step] = true;
          mustCount--;
          mustSum -= load.value(key.writer, key.series, step);
        }
      }
    }
    boolean inFlight = ledger.sent() > acknowledged;
    double mayAdd = load.value(key.writer, key.series, acknowledged + 1);
    boolean exact = count == mustCount && sum == mustSum;
    boolean more = inFlight && count == mustCount + 1 && sum == mustSum + mayAdd;
    if (!exact && !more) {
      throw new AssertionError(
          String.format(
              Locale.ROOT,
              "%s has %d samples with sum %.0f; expected %d with sum %.0f, steps 0 to %d",
              load.labels(key.writer, key.series),
              count,
              sum,
              mustCount,
              mustSum,
              acknowledged));
    }
    return count;
  }

  private void compare(ServerProcess server, Key key, long to)
      throws IOException, InterruptedException {
    String selector = "soak{writer=\"" + key.writer + "\",series=\"" + key.series + "\"}";
    long from = Math.max(0, to - NEWEST_STEPS);
    String range = "[" + (load.millis(to) - load.millis(from) + 1) + "ms]";
    List<JsonObject> answer = server.query(selector + range, load.millis(to));
    Steps steps = new Steps(key, from);
    if (!answer.isEmpty()) {
      for (JsonElement element : answer.getFirst().getAsJsonArray("values")) {
        JsonArray pair = element.getAsJsonArray();
        steps.found(
            Math.round(pair.get(0).getAsDouble() * 1000),
            Double.parseDouble(pair.get(1).getAsString()));
      }
    }
    steps.end(Math.min(to, ledgers.get(key.writer).acknowledged()));
  }

  private static Map<Key, Double> values(List<JsonObject> vector) {
    Map<Key, Double> values = new HashMap<>();
    for (JsonObject element : vector) {
      JsonObject metric = element.getAsJsonObject("metric");
      Key key =
          new Key(
              Integer.parseInt(metric.get("writer").getAsString()),
              Integer.parseInt(metric.get("series").getAsString()));
      double value = Double.parseDouble(element.getAsJsonArray("value").get(1).getAsString());
      if (values.put(key, value) != null) {
        throw new AssertionError("series " + metric + " is there twice");
      }
    }
    return values;
  }

  /**
   * Reads every sample of a folder that no server uses.
   *
   * @return samples that were found
   */
  long read(StorageTool.Reading reading) throws IOException {
    long found = 0;
    int series = 0;
    TimeRange always = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
    try (SeriesSet set =
        reading.select(Access.system(), always, List.of(Matcher.metric(Load.METRIC)))) {
      while (set.next()) {
        Key key =
            new Key(
                Integer.parseInt(set.labels().get("writer")),
                Integer.parseInt(set.labels().get("series")));
        Steps steps = new Steps(key, 0);
        SampleCursor cursor = set.samples();
        while (cursor.next() != SampleCursor.Kind.END) {
          steps.found(cursor.timestampMillis(), cursor.value());
          found++;
        }
        steps.end(ledgers.get(key.writer).acknowledged());
        series++;
      }
    }
    int expected = load.writers() * load.seriesEach();
    if (series != expected) {
      throw new AssertionError(series + " series are there, expected " + expected);
    }
    return found;
  }

  /** The steps of a series as they are found. */
  private final class Steps {
    private final Key key;
    private final Ledger ledger;
    private long next;

    Steps(Key key, long from) {
      this.key = key;
      this.ledger = ledgers.get(key.writer);
      this.next = from;
    }

    void found(long millis, double value) {
      long step = Math.floorDiv(millis - load.startMillis(), load.stepMillis());
      if (load.millis(step) != millis || step > ledger.sent()) {
        fault("a sample at " + millis + " that was never written");
      }
      if (step < next) {
        fault("step " + step + " again, or out of order");
      }
      requireDeleted(step);
      if (ledger.isDeleted(key.series, step)) {
        fault("step " + step + ", which was deleted");
      }
      if (value != load.value(key.writer, key.series, step)) {
        fault("step " + step + " with value " + value);
      }
      next = step + 1;
    }

    /** What lies between the last sample and this step must have been deleted. */
    private void requireDeleted(long before) {
      for (; next < before; next++) {
        if (!ledger.isDeleted(key.series, next)) {
          fault("step " + before + " after step " + (next - 1));
        }
      }
    }

    void end(long acknowledged) {
      requireDeleted(acknowledged + 1);
    }

    private void fault(String what) {
      throw new AssertionError(
          load.labels(key.writer, key.series)
              + " has "
              + what
              + "; acknowledged up to step "
              + ledger.acknowledged()
              + ", deleted "
              + ledger.deletions(key.series));
    }
  }
}
