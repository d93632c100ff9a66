package dev.pharos.query.promql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.api.QueryEngine.Options;
import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryStatistics.StepSamples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks Debian's Prometheus and this engine how many samples random queries look at. */
class SamplesReadTest {

  private static final int QUERIES = 300;
  private static final long STEP = 60_000;
  private static final long SEED = 20_260_102;

  @Test
  void prometheus_counts_the_same(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Peer.PROGRAM), "Prometheus is not installed");
    Random random = new Random(SEED);
    List<RandomSeries.Series> series = RandomSeries.of(random);
    QueryEngine engine = PromqlEngine.over(DifferentialTest.stored(series));
    List<String> unlike = new ArrayList<>();
    int compared = 0;
    try (Peer peer = Peer.start(folder)) {
      peer.write(series);
      for (int i = 0; i < QUERIES; i++) {
        String query = new RandomQuery(random).next();
        long start = RandomSeries.START + random.nextInt(7200) * 1000L + 500;
        long end = start + random.nextInt(20) * STEP;
        List<StepSamples> theirs = peer.samples(query, start, end, STEP);
        List<StepSamples> ours = samples(engine, query, start, end);
        if (!theirs.isEmpty() && !ours.isEmpty() && !isKnown(query, ours, theirs)) {
          compared++;
          if (!theirs.equals(ours)) {
            unlike.add(query + "\n  " + theirs + "\n  " + ours);
          }
        }
      }
    }
    assertEquals("", String.join("\n", unlike));
    assertTrue(compared > QUERIES / 2, "queries are to be compared: " + compared);
  }

  private static List<StepSamples> samples(QueryEngine engine, String query, long start, long end) {
    try {
      return engine
          .range(Access.system(), query, start, end, STEP, Options.DEFAULT.withSamplesPerStep())
          .statistics()
          .perStep()
          .stream()
          // 2.42 does not tell what is read.
          .map(step -> new StepSamples(step.timestampMillis(), step.samples(), 0))
          .toList();
    } catch (QueryException e) {
      return List.of();
    }
  }

  /**
   * Whether fewer samples are looked at because matchers of one side narrow the other, or a range
   * stays where {@code @} has put it, which it did not there.
   */
  private static boolean isKnown(String query, List<StepSamples> ours, List<StepSamples> theirs) {
    boolean fewer = true;
    for (int i = 0; i < ours.size(); i++) {
      fewer &= ours.get(i).samples() <= theirs.get(i).samples();
    }
    boolean narrowed = query.contains(") and ") || query.contains(") unless ");
    return (narrowed && fewer) || query.matches(".*predict_linear.*@.*");
  }
}
