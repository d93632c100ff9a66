package dev.pharos.query.testkit;

import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.Sample;
import dev.pharos.query.testkit.Outcome.Failure;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plays scripts.
 *
 * <p>An instant query is also run as one instant of a range, and, where that makes no difference,
 * with {@code @} at every selector and at other instants: all must answer the same.
 */
public final class ScriptRun {

  private final Stage.Factory stages;
  private final boolean starts;
  private final List<Outcome> outcomes = new ArrayList<>();
  private Stage stage;

  private ScriptRun(Script script, Stage.Factory stages) {
    this.stages = stages;
    this.starts =
        script.commands().stream()
            .anyMatch(command -> command instanceof Command.Load load && !load.starts().isEmpty());
    this.stage = stages.open(starts);
  }

  /**
   * Plays a script from an empty stage on.
   *
   * @return one outcome per evaluation, in the order of the script
   * @throws ScriptException if what is to be loaded cannot be
   */
  public static List<Outcome> play(Script script, Stage.Factory stages) throws ScriptException {
    ScriptRun run = new ScriptRun(script, stages);
    try {
      for (Command command : script.commands()) {
        run.play(command);
      }
    } finally {
      run.stage.close();
    }
    return run.outcomes;
  }

  private void play(Command command) throws ScriptException {
    switch (command) {
      case Command.Clear clear -> {
        stage.close();
        stage = stages.open(starts);
      }
      case Command.Load load -> load(load);
      case Command.Eval eval -> outcomes.add(new Outcome(eval.line(), eval.query(), check(eval)));
    }
  }

  private Optional<Failure> check(Command.Eval eval) {
    try {
      return new Evaluation(stage.engine(), eval).run();
    } catch (RuntimeException | StackOverflowError e) {
      // A fault of the engine's, which fails this evaluation and not those after it.
      return Optional.of(new Failure("as it is written", "an answer", "threw " + e));
    }
  }

  private void load(Command.Load load) throws ScriptException {
    try (SampleBatch batch = stage.writer().begin()) {
      for (SeriesNotation series : load.series()) {
        append(batch, load, series);
      }
      if (load.customBuckets()) {
        for (SeriesNotation series : CustomBuckets.of(load.series())) {
          append(batch, load, series);
        }
      }
      batch.commit();
    } catch (StorageException e) {
      throw new ScriptException(load.line(), "cannot load: " + e.getMessage());
    }
  }

  private void append(SampleBatch batch, Command.Load load, SeriesNotation series)
      throws ScriptException {
    long reference = batch.series(series.labels());
    ChunkHints hints = new ChunkHints();
    for (int i = 0; i < series.points().size(); i++) {
      Point point = series.points().get(i);
      if (point == null) {
        continue;
      }
      long millis = i * load.stepMillis();
      long start = start(load, series.labels(), i, millis);
      FloatCounts histogram = point.histogram();
      if (histogram == null) {
        hints.value();
        require(batch.append(reference, start, millis, point.value()), load, series);
      } else {
        FloatCounts written = stage.keepsHints() ? hints.next(millis, histogram) : histogram;
        Sample sample = new Sample.Histogram(start, millis, written);
        require(batch.append(reference, sample), load, series);
      }
    }
  }

  private static long start(Command.Load load, Labels labels, int index, long millis) {
    List<@Nullable Long> starts = load.starts().get(labels);
    Long start = starts == null || index >= starts.size() ? null : starts.get(index);
    return start == null ? Sample.NO_START : millis + start;
  }

  private static void require(SampleBatch.Outcome outcome, Command.Load load, SeriesNotation series)
      throws ScriptException {
    switch (outcome) {
      case ACCEPTED, SAME_AGAIN -> {}
      case DUPLICATE, OUT_OF_ORDER, TOO_OLD, UNKNOWN_SERIES ->
          throw new ScriptException(
              load.line(), "cannot load " + series.labels() + ": the storage says " + outcome);
    }
  }
}
