package dev.pharos.query.promql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Sample;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.api.QueryEngine.Options;
import dev.pharos.query.api.QueryException;
import dev.pharos.query.promql.column.Dialect;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Parser;
import dev.pharos.query.syntax.Printer;
import dev.pharos.query.syntax.ValueType;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.memory.MemoryStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks Debian's Prometheus and this engine the same random queries about the same random series.
 *
 * <p>{@code -Dpharos.differential.queries=10000} asks more, {@code -Dpharos.differential.seed=7}
 * others; each 500 queries are about other series.
 */
class DifferentialTest {

  private static final int QUERIES = Integer.getInteger("pharos.differential.queries", 500);
  private static final long SEED = Long.getLong("pharos.differential.seed", 20_260_101);
  private static final int QUERIES_PER_DATA = 500;
  private static final double TOLERANCE = 1e-12;

  /** A query at an instant, or over a range if the step is not 0. */
  private record Question(String query, long start, long end, long step) {

    static Question random(Random random) {
      String query = new RandomQuery(random).next();
      long start = RandomSeries.START + random.nextInt(7200) * 1000L + 500;
      if (random.nextInt(3) == 0) {
        return new Question(query, start, start, 0);
      }
      long step = new long[] {1_000, 15_000, 60_000, 111_000, 300_000}[random.nextInt(5)];
      return new Question(query, start, start + random.nextInt(40) * step, step);
    }

    Reply of(Peer peer) throws Exception {
      return step == 0 ? peer.instant(query, start) : peer.range(query, start, end, step);
    }

    Reply of(QueryEngine engine) {
      return of(engine, query);
    }

    Reply of(QueryEngine engine, String text) {
      try {
        var result =
            step == 0
                ? engine.instant(Access.system(), text, start, Options.DEFAULT)
                : engine.range(Access.system(), text, start, end, step, Options.DEFAULT);
        return Reply.of(result.value());
      } catch (QueryException e) {
        return Reply.failed(e);
      }
    }

    /** Whether a counter that is far from zero was reset within a range. */
    boolean wasReset(QueryEngine engine) {
      String resets = query.replaceAll("\\w*(rate|increase)\\(high_total", "resets(high_total");
      return of(engine, resets).largest() > 0;
    }

    /** As the engine of today has it. */
    Question renamed() {
      return new Question(
          query.replace("holt_winters", "double_exponential_smoothing"), start, end, step);
    }
  }

  @Test
  void prometheus_answers_the_same(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Peer.PROGRAM), "Prometheus is not installed");
    List<String> unexplained = new ArrayList<>();
    Map<KnownDifference, Integer> explained = new EnumMap<>(KnownDifference.class);
    int empty = 0;
    int failed = 0;
    for (int asked = 0; asked < QUERIES; asked += QUERIES_PER_DATA) {
      Random random = new Random(SEED + asked / QUERIES_PER_DATA);
      List<RandomSeries.Series> series = RandomSeries.of(random);
      QueryEngine engine =
          PromqlEngine.over(stored(series), List.of("promql-experimental-functions"));
      Path data = Files.createDirectory(folder.resolve("data-" + asked));
      try (Peer peer = Peer.start(data)) {
        peer.write(series);
        for (int i = 0; i < Math.min(QUERIES_PER_DATA, QUERIES - asked); i++) {
          Question question = Question.random(random);
          Reply theirs = question.of(peer);
          Reply ours = question.renamed().of(engine);
          empty += theirs.isEmpty() ? 1 : 0;
          failed += theirs.error() != null ? 1 : 0;
          Optional<String> difference = difference(engine, question.renamed(), ours, theirs);
          if (difference.isPresent()) {
            Optional<KnownDifference> known =
                KnownDifference.of(
                    question.query(), ours, theirs, () -> question.renamed().wasReset(engine));
            known.ifPresentOrElse(
                reason -> explained.merge(reason, 1, Integer::sum),
                () -> unexplained.add(question + "\n    " + difference.get()));
          }
        }
      }
    }
    System.out.printf(
        "seed %d: %d queries, %d of them without result, %d refused, %d unlike, explained: %s%n",
        SEED, QUERIES, empty, failed, unexplained.size(), explained);
    assertEquals("", String.join("\n", unexplained), "seed " + SEED);
    assertTrue(empty + failed < QUERIES / 2, "queries are to have results: " + empty + failed);
    assertTrue(
        explained.values().stream().mapToInt(n -> n).sum() < QUERIES / 20,
        "too much is put down to known differences: " + explained);
  }

  static MemoryStorage stored(List<RandomSeries.Series> all) throws StorageException {
    MemoryStorage storage = new MemoryStorage();
    try (SampleBatch batch = storage.begin()) {
      for (RandomSeries.Series series : all) {
        long reference = batch.series(series.labels());
        for (int i = 0; i < series.times().length; i++) {
          batch.append(reference, Sample.NO_START, series.times()[i], series.values()[i]);
        }
      }
      batch.commit();
    }
    return storage;
  }

  /** The difference that is left when numbers may differ by the rounding of the operands. */
  private static Optional<String> difference(
      QueryEngine engine, Question question, Reply ours, Reply theirs) throws Exception {
    Optional<String> exact = ours.difference(theirs, 0);
    if (exact.isEmpty() || ours.error() != null || theirs.error() != null) {
      return exact;
    }
    Expr expr = Parser.parse(question.query(), Dialect.ALL.syntax());
    double largest = Math.max(theirs.largest(), largestOperand(engine, question, expr));
    String text = question.query();
    // What is computed from squares has the error of squares.
    double scale = text.contains("stdvar") ? largest * largest : largest;
    double tolerance = text.contains("stddev") ? Math.sqrt(TOLERANCE) * scale : TOLERANCE * scale;
    return ours.difference(theirs, tolerance);
  }

  private static double largestOperand(QueryEngine engine, Question question, Expr expr) {
    double largest =
        switch (expr.type()) {
          case STRING -> 0;
          case MATRIX -> {
            String text = Printer.print(expr);
            yield Math.max(
                question.of(engine, "max_over_time(" + text + ")").largest(),
                question.of(engine, "min_over_time(" + text + ")").largest());
          }
          case VECTOR, SCALAR -> question.of(engine, Printer.print(expr)).largest();
        };
    for (Expr child : expr.children()) {
      if (expr.type() != ValueType.MATRIX) {
        largest = Math.max(largest, largestOperand(engine, question, child));
      }
    }
    return largest;
  }
}
