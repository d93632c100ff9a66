package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Labels;
import dev.pharos.storage.api.StorageStatus.Count;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * How many series there may be. Warns once when four fifths are used and once when all are, naming
 * what grew most; after the number has fallen below four fifths, it may warn again.
 *
 * <p>Safe for use by several threads.
 */
final class SeriesBudget {

  private static final System.Logger LOG = System.getLogger(SeriesBudget.class.getName());

  /** Names told of in a warning. */
  private static final int NAMED = 3;

  /** Jobs whose refused series are counted apart from the others'. */
  private static final int JOBS = 100;

  /** What further jobs are counted under. */
  private static final String OTHER_JOBS = "other";

  private enum State {
    CALM,
    WARNED,
    FULL
  }

  private final SeriesIndex index;
  private final long most;
  private final long warnFrom;
  private final AtomicReference<State> state = new AtomicReference<>(State.CALM);
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();

  /** Series by metric and values by label when growth was last reckoned from. */
  private volatile Map<String, Long> metricsBefore = Map.of();

  private volatile Map<String, Long> labelsBefore = Map.of();

  /**
   * A budget.
   *
   * @param most series there may be; 0 for any number
   */
  SeriesBudget(SeriesIndex index, long most) {
    this.index = index;
    this.most = most == 0 ? Long.MAX_VALUE : most;
    this.warnFrom = this.most / 5 * 4 + this.most % 5 * 4 / 5;
  }

  long most() {
    return most;
  }

  /** A series has been made. */
  void grew() {
    if (index.size() >= warnFrom && state.compareAndSet(State.CALM, State.WARNED)) {
      warn(
          "The head holds "
              + index.size()
              + " series, four fifths of the "
              + most
              + " there may be. When there is no room, new ones are refused and known ones go on");
    }
  }

  /** A series was not made, as there is no room. */
  void refused(Labels series) {
    String job = series.get("job");
    LongAdder count = refused.get(job == null ? "" : job);
    if (count == null) {
      String counted = refused.size() < JOBS ? job == null ? "" : job : OTHER_JOBS;
      count = refused.computeIfAbsent(counted, name -> new LongAdder());
    }
    count.increment();
    if (state.getAndSet(State.FULL) != State.FULL) {
      warn("The head holds " + most + " series, as many as there may be: new ones are refused");
    }
  }

  /** How many series were refused, by job. */
  Map<String, Long> refusedByJob() {
    Map<String, Long> counts = new TreeMap<>();
    refused.forEach((job, count) -> counts.put(job, count.sum()));
    return counts;
  }

  /** Reckons growth from now on if there is room; after the start and after each truncation. */
  void settle() {
    if (index.size() < warnFrom) {
      state.set(State.CALM);
      metricsBefore = metrics();
      labelsBefore = labels();
    }
  }

  private void warn(String what) {
    LOG.log(
        Level.WARNING,
        what
            + ". Grown most since there was room: metrics "
            + fastest(metricsBefore, metrics(), "series")
            + "; labels "
            + fastest(labelsBefore, labels(), "values")
            + ". Drop at the source or by relabelling what nobody needs, or raise"
            + " --storage.head.series-limit if there is memory");
  }

  private static String fastest(Map<String, Long> before, Map<String, Long> now, String what) {
    TopCounts top = new TopCounts(NAMED);
    now.forEach((name, count) -> top.add(count - before.getOrDefault(name, 0L), () -> name));
    List<Count> grown = top.largest();
    return grown.stream()
        .map(count -> count.name() + " (" + count.count() + " " + what + ")")
        .collect(Collectors.joining(", "));
  }

  private Map<String, Long> metrics() {
    Map<String, Long> counts = new HashMap<>();
    LabelValues values = index.labels().find(Labels.METRIC_NAME);
    if (values != null) {
      Symbols.Texts texts = index.symbols().texts();
      values.forEach(
          (value, postings) -> {
            String name = texts.orNull(value);
            if (name != null) {
              counts.put(name, (long) postings.size());
            }
          });
    }
    return counts;
  }

  private Map<String, Long> labels() {
    Map<String, Long> counts = new HashMap<>();
    for (LabelValues label : index.labels().all()) {
      counts.put(label.name(), (long) label.size());
    }
    return counts;
  }
}
