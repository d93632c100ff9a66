package dev.pharos.source.local;

import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.AccessEndedException;
import dev.pharos.model.Labels;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryResult;
import dev.pharos.query.api.QueryValue;
import dev.pharos.source.api.DataQuery;
import dev.pharos.source.api.DataSource;
import dev.pharos.source.api.DataSourceException;
import dev.pharos.source.api.Frame;
import dev.pharos.source.api.Frame.Column.Numbers;
import dev.pharos.source.api.Frame.Column.Texts;
import dev.pharos.source.api.Frame.Column.Times;
import dev.pharos.source.api.Frame.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Answers PromQL with what this process has stored.
 *
 * <p>Over a range, each series becomes a frame of its own, and all of them share the times of the
 * evaluation, with gaps where a series has no sample. At an instant, all series stand side by side
 * in one frame with one row. Native histograms cannot be drawn as numbers: series that have nothing
 * else are left out with a warning.
 *
 * <p>Safe for use by several threads.
 */
@Component(property = DataSource.NAME + "=" + LocalSource.NAME)
public final class LocalSource implements DataSource {

  static final String NAME = "local";

  private final QueryEngine engine;

  @Activate
  public LocalSource(@Reference QueryEngine engine) {
    this.engine = engine;
  }

  @Override
  public Answer query(Access access, DataQuery query) throws DataSourceException {
    if (query.expression().isBlank()) {
      throw new DataSourceException("the query is empty; write a PromQL expression, such as up");
    }
    try {
      return query.instant() ? atInstant(access, query) : overRange(access, query);
    } catch (QueryException e) {
      throw new DataSourceException(inWords(e), e);
    } catch (AccessEndedException e) {
      throw new DataSourceException(String.valueOf(e.getMessage()), e);
    }
  }

  private Answer overRange(Access access, DataQuery query) throws QueryException {
    long start = query.range().startMillis();
    long step = query.stepMillis();
    Grid grid = new Grid(start, query.range().endMillis(), step);
    QueryResult result =
        engine.range(
            access,
            query.expression(),
            start,
            grid.times()[grid.times().length - 1],
            step,
            QueryEngine.Options.DEFAULT);
    Legend legend = new Legend(query.legend(), query.expression());
    Warnings warnings = new Warnings(result);
    List<Frame> frames = new ArrayList<>();
    switch (result.value()) {
      case QueryValue.Matrix(var all) -> {
        Times times = new Times(grid.times());
        for (QueryValue.Series series : all) {
          if (series.timestampsMillis().length == 0) {
            warnings.countHistograms();
            continue;
          }
          double[] values = grid.layOut(series.timestampsMillis(), series.values());
          String name = legend.name(series.labels());
          frames.add(
              new Frame(
                  name,
                  query.refId(),
                  List.of(
                      new Field("Time", Map.of(), times),
                      new Field(name, series.labels().toMap(), new Numbers(values)))));
        }
      }
      case QueryValue.Vector _, QueryValue.Scalar _, QueryValue.Text _ ->
          throw new IllegalStateException("a range query answered " + result.value().getClass());
    }
    return new Answer(frames, warnings.lines());
  }

  private Answer atInstant(Access access, DataQuery query) throws QueryException {
    long at = query.range().endMillis();
    QueryResult result =
        engine.instant(access, query.expression(), at, QueryEngine.Options.DEFAULT);
    Legend legend = new Legend(query.legend(), query.expression());
    Warnings warnings = new Warnings(result);
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("Time", Map.of(), new Times(new long[] {at})));
    switch (result.value()) {
      case QueryValue.Vector(var elements) -> {
        for (QueryValue.Element element : elements) {
          if (element.histogram() != null) {
            warnings.countHistograms();
          } else {
            String name = legend.name(element.labels());
            fields.add(number(name, element.labels().toMap(), element.value()));
          }
        }
      }
      case QueryValue.Matrix(var all) -> {
        // A range selector at an instant, such as up[5m]: its latest sample is the value.
        for (QueryValue.Series series : all) {
          int last = series.values().length - 1;
          if (last < 0) {
            warnings.countHistograms();
          } else {
            String name = legend.name(series.labels());
            fields.add(number(name, series.labels().toMap(), series.values()[last]));
          }
        }
      }
      case QueryValue.Scalar(long _, double value) ->
          fields.add(number(legend.name(Labels.EMPTY), Map.of(), value));
      case QueryValue.Text(long _, String text) ->
          fields.add(new Field("Value", Map.of(), new Texts(List.of(text))));
    }
    boolean empty = fields.size() == 1;
    List<Frame> frames =
        empty ? List.of() : List.of(new Frame(query.expression(), query.refId(), fields));
    return new Answer(frames, warnings.lines());
  }

  private static Field number(String name, Map<String, String> labels, double value) {
    return new Field(name, labels, new Numbers(new double[] {value}));
  }

  private static String inWords(QueryException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case PARSE -> "not a PromQL expression: " + message;
      case EXECUTION -> message;
      case CANCELLED -> "the query was cancelled: " + message;
      case TIMEOUT -> "the query took too long: " + message + "; ask for less at a time";
      case STORAGE -> "the storage failed: " + message;
    };
  }

  /** What the engine warned of, and how many series could not be drawn. */
  private static final class Warnings {
    private final List<String> lines;
    private int histograms;

    Warnings(QueryResult result) {
      this.lines = new ArrayList<>(result.warnings());
    }

    void countHistograms() {
      histograms++;
    }

    List<String> lines() {
      if (histograms > 0) {
        lines.add(
            histograms
                + (histograms == 1
                    ? " series is a native histogram"
                    : " series are native histograms")
                + " and left out; wrap the query in histogram_quantile() or histogram_avg()");
      }
      return lines;
    }
  }
}
