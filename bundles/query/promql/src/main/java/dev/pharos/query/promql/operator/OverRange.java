package dev.pharos.query.promql.operator;

import dev.pharos.model.Labels;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.column.SampleCount;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.promql.function.ExtendedRange;
import dev.pharos.query.promql.function.RangeFunction;
import dev.pharos.query.promql.function.RangeFunctions;
import dev.pharos.query.promql.function.Rates;
import dev.pharos.query.promql.function.Window;
import dev.pharos.query.promql.samples.Halves;
import dev.pharos.query.promql.samples.RangeSource;
import dev.pharos.query.promql.samples.SampleBuffer;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Expr.Extension;
import dev.pharos.query.syntax.Function;
import dev.pharos.query.syntax.Span;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.List;

/** A function of the samples in a range, series by series. */
public final class OverRange extends VectorOperator {

  private static final String TYPE = "__type__";

  private final Function function;
  private final RangeFunction plain;
  private final RangeOperator range;
  private final List<ScalarOperator> parameters;

  /** Where the range stands in the query, for annotations. */
  private final Span at;

  private final Expr.Call call;

  /**
   * Makes the operator.
   *
   * @param inputs the range and the parameters, in the order of the query's text
   */
  public OverRange(Place place, Expr.Call call, RangeFunction plain, List<Operator> inputs) {
    super(place, inputs);
    this.call = call;
    this.function = call.function();
    this.plain = plain;
    this.parameters = new ArrayList<>();
    RangeOperator found = null;
    Expr foundArgument = call;
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) instanceof RangeOperator operator) {
        found = operator;
        foundArgument = call.arguments().get(i);
      } else if (inputs.get(i) instanceof ScalarOperator parameter) {
        parameters.add(parameter);
      }
    }
    if (found == null) {
      throw new IllegalArgumentException("not of a range: " + call);
    }
    this.range = found;
    // What a subquery has come to stands nowhere in the text: the original tells of its beginning.
    this.at =
        foundArgument.unwrapped() instanceof Expr.Subquery
            ? new Span(0, 0)
            : foundArgument.unwrapped().at();
  }

  @Override
  boolean isNameless() {
    return !RangeFunctions.keepsName(function) && !names().delayed();
  }

  @Override
  void produce(Sink sink) throws StorageException {
    double[][] scalars = new double[parameters.size()][];
    for (int i = 0; i < scalars.length; i++) {
      scalars[i] = parameters.get(i).values();
    }
    Apart apart = new Apart(names());
    Sink named =
        !RangeFunctions.keepsName(function)
            ? column -> sink.take(apart.check(apart.drop(column)))
            : sink;
    Halves.Worker worker = part -> go(part, scalars);
    if (range.isStored()) {
      Halves.both(grid(), worker, named);
    } else {
      Halves.alone(worker, named);
    }
  }

  private void go(Halves.Part part, double[][] scalars) throws StorageException {
    ColumnBuilder out = new ColumnBuilder(grid().size());
    SampleCount count = newCount();
    try (RangeSource source = range.open(part)) {
      RangeFunction extended = ExtendedRange.of(function, plain, source.extension());
      Window window = new Window(source.samples(), annotations(), at, scalars);
      window.call(call.arguments().getFirst().unwrapped().at());
      long lookback = query().lookbackMillis();
      switch (source.extension()) {
        case NONE -> {}
        case ANCHORED -> window.reach(lookback, 0);
        case SMOOTHED -> window.reach(lookback, lookback);
      }
      boolean remarks = function == Function.RATE || function == Function.INCREASE;
      Labels remarked = Labels.EMPTY;
      boolean inOneLoop = source.extension() == Extension.NONE && Rates.isOverGrid(function);
      while (source.next()) {
        SampleBuffer samples = source.samples();
        if (inOneLoop && samples.histogramCount() == 0 && !samples.withStarts()) {
          Rates.overGrid(function, source, samples, grid(), out, count);
        } else {
          window.overGrid(extended, source, query(), grid(), out, count);
        }
        Column column = out.build(source.labels(), source.nameless());
        if (column != null && remarks && !isAlike(column.labels(), remarked) && remark(column)) {
          remarked = column.labels();
        }
        query().budget().countRead(count.news());
        part.found(source.labels(), column);
      }
    }
    range.tally().read(count);
  }

  /** Whether the same would be remarked on two series. */
  private static boolean isAlike(Labels one, Labels other) {
    return one.metricName().equals(other.metricName()) && one.get(TYPE).equals(other.get(TYPE));
  }

  /**
   * Tells the author of the query that a rate is made of what may be no counter.
   *
   * @return whether there were values to tell it of
   */
  private boolean remark(Column column) {
    String metric = column.labels().metricName();
    if (metric.isEmpty() || !column.hasValues()) {
      return false;
    }
    if (query().dialect().typeAndUnitLabels()) {
      String type = column.labels().get(TYPE);
      if (!type.equals("counter") && !type.equals("histogram")) {
        annotations().possibleNonCounterType(metric, type, at);
      }
    } else if (!metric.endsWith("_total")
        && !metric.endsWith("_sum")
        && !metric.endsWith("_count")
        && !metric.endsWith("_bucket")) {
      annotations().possibleNonCounter(metric, at);
    }
    return true;
  }
}
