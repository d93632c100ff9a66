package dev.pharos.query.testkit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One command of a script. */
sealed interface Command {

  /** Line at which it begins, from 1. */
  int line();

  /** Forgets all that was loaded. */
  record Clear(int line) implements Command {}

  /**
   * Adds series.
   *
   * @param stepMillis from one sample to the next; the first is at 0
   * @param customBuckets whether native histograms are made out of the classic ones and added too
   * @param starts start timestamps by the series they belong to, each from its sample's own
   */
  record Load(
      int line,
      long stepMillis,
      boolean customBuckets,
      List<SeriesNotation> series,
      Map<dev.pharos.model.Labels, List<@Nullable Long>> starts)
      implements Command {}

  /**
   * Evaluates a query and checks the answer.
   *
   * @param startMillis the instant, or the first one of a range
   * @param endMillis the last instant of a range
   * @param stepMillis of a range; 0 for an instant
   * @param expects what is expected beside the results
   * @param results lines of series, or of one scalar
   */
  record Eval(
      int line,
      String query,
      long startMillis,
      long endMillis,
      long stepMillis,
      List<Expect> expects,
      List<String> results)
      implements Command {

    boolean isRange() {
      return stepMillis != 0;
    }

    boolean expects(Expect.Kind kind) {
      return expects.stream().anyMatch(expect -> expect.kind() == kind);
    }
  }
}
