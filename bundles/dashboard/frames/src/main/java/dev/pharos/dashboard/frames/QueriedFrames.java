package dev.pharos.dashboard.frames;

import dev.pharos.dashboard.api.PanelDefinition;
import dev.pharos.dashboard.api.PanelDefinition.Query;
import dev.pharos.dashboard.api.PanelFrames;
import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.AccessEndedException;
import dev.pharos.model.TimeRange;
import dev.pharos.source.api.DataQuery;
import dev.pharos.source.api.DataSource;
import dev.pharos.source.api.DataSource.Answer;
import dev.pharos.source.api.DataSourceException;
import dev.pharos.source.api.Frame;
import dev.pharos.target.api.ActiveTargets;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Runs the queries of a panel side by side, each on a virtual thread, and shapes what they answer.
 *
 * <p>A query that fails becomes a line among the errors and takes no other with it. A source that
 * comes or goes is seen by the next call.
 *
 * <p>Safe for use by several threads.
 */
@Component
public final class QueriedFrames implements PanelFrames {

  private static final System.Logger LOG = System.getLogger(QueriedFrames.class.getName());

  /** What targets are scraped at if nobody says otherwise. */
  private static final long USUAL_INTERVAL_MILLIS = 15_000;

  private static final ThreadFactory THREADS = Thread.ofVirtual().name("panel-query-", 0).factory();

  /** All sources with their service properties, the highest ranking last. */
  @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
  private volatile List<Map.Entry<Map<String, Object>, DataSource>> sources = List.of();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable ActiveTargets targets;

  public QueriedFrames() {}

  /** For tests, which bring their own sources. */
  QueriedFrames(
      List<Map.Entry<Map<String, Object>, DataSource>> sources, @Nullable ActiveTargets targets) {
    this.sources = sources;
    this.targets = targets;
  }

  /** How one query went. */
  private sealed interface Outcome {
    record Answered(Answer answer) implements Outcome {}

    record Failed(String why) implements Outcome {}
  }

  @Override
  public Drawing frames(Access access, PanelDefinition panel, TimeRange range, int points) {
    long step = Steps.millis(range, points, shortestIntervalMillis());
    Shape shape = Shape.forType(panel.type());
    Budget budget = new Budget();
    List<Frame> frames = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    List<Outcome> outcomes = askAll(access, panel.queries(), range, step);
    for (int i = 0; i < outcomes.size(); i++) {
      String refId = panel.queries().get(i).refId();
      switch (outcomes.get(i)) {
        case Outcome.Failed(String why) -> errors.add(refId + ": " + why);
        case Outcome.Answered(Answer answer) -> {
          answer.warnings().forEach(warning -> errors.add(refId + ": " + warning));
          frames.addAll(budget.spend(refId, shape.of(answer.frames()), errors));
        }
      }
    }
    return new Drawing(List.copyOf(frames), List.copyOf(errors));
  }

  private List<Outcome> askAll(Access access, List<Query> queries, TimeRange range, long step) {
    List<Callable<Outcome>> tasks = new ArrayList<>();
    for (Query query : queries) {
      tasks.add(() -> ask(access, query, range, step));
    }
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(THREADS)) {
      return threads.invokeAll(tasks).stream().map(Future::resultNow).toList();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return queries.stream().<Outcome>map(_ -> new Outcome.Failed("was interrupted")).toList();
    }
  }

  /** Never throws: what goes wrong with a query stays with it. */
  private Outcome ask(Access access, Query query, TimeRange range, long step) {
    DataSource source = source(query.source());
    if (source == null) {
      return new Outcome.Failed(
          "there is no data source called \"%s\"; there are: %s"
              .formatted(query.source(), String.join(", ", sourceNames())));
    }
    TimeRange asked = query.instant() ? range : Steps.align(range, step);
    DataQuery question =
        new DataQuery(
            query.refId(), query.expression(), query.legend(), query.instant(), asked, step);
    try {
      return new Outcome.Answered(source.query(access, question));
    } catch (DataSourceException | AccessEndedException e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.WARNING, "Data source " + query.source() + " failed", e);
      return new Outcome.Failed("data source \"" + query.source() + "\" failed: " + e);
    }
  }

  private @Nullable DataSource source(String name) {
    DataSource found = null;
    for (Map.Entry<Map<String, Object>, DataSource> source : sources) {
      if (name.equals(source.getKey().get(DataSource.NAME))) {
        found = source.getValue();
      }
    }
    return found;
  }

  private List<String> sourceNames() {
    return sources.stream()
        .map(source -> source.getKey().get(DataSource.NAME))
        .filter(Objects::nonNull)
        .map(Object::toString)
        .distinct()
        .sorted()
        .toList();
  }

  /** No target gives points closer to one another than this. */
  private long shortestIntervalMillis() {
    ActiveTargets active = targets;
    if (active == null) {
      return USUAL_INTERVAL_MILLIS;
    }
    return active.targets().stream()
        .mapToLong(ActiveTargets.Target::intervalMillis)
        .min()
        .orElse(USUAL_INTERVAL_MILLIS);
  }
}
