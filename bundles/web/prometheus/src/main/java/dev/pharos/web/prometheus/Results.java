package dev.pharos.web.prometheus;

import dev.pharos.model.NativeHistogram;
import dev.pharos.query.api.QueryStatistics;
import dev.pharos.query.api.QueryStatistics.StepSamples;
import dev.pharos.query.api.QueryValue;
import java.io.IOException;
import java.util.function.ToLongFunction;

/** Writes what queries come to. */
final class Results {

  private static final double NANOS = 1e9;

  private Results() {}

  /** Writes the members {@code resultType} and {@code result}. */
  static void write(JsonBytes out, QueryValue value) throws IOException {
    switch (value) {
      case QueryValue.Scalar scalar -> {
        out.name("resultType").value("scalar");
        out.name("result").sample(scalar.timestampMillis(), scalar.value());
      }
      case QueryValue.Text text -> {
        out.name("resultType").value("string");
        out.name("result").beginArray();
        out.seconds(text.timestampMillis());
        out.value(text.text());
        out.endArray();
      }
      case QueryValue.Vector vector -> {
        out.name("resultType").value("vector");
        out.name("result").beginArray();
        for (QueryValue.Element element : vector.elements()) {
          write(out, element);
        }
        out.endArray();
      }
      case QueryValue.Matrix matrix -> {
        out.name("resultType").value("matrix");
        out.name("result").beginArray();
        for (QueryValue.Series series : matrix.series()) {
          write(out, series);
        }
        out.endArray();
      }
    }
  }

  private static void write(JsonBytes out, QueryValue.Element element) throws IOException {
    out.beginObject();
    out.name("metric").labels(element.labels());
    NativeHistogram histogram = element.histogram();
    if (histogram == null) {
      out.name("value").sample(element.timestampMillis(), element.value());
    } else {
      write(out.name("histogram"), element.timestampMillis(), histogram);
    }
    out.endObject();
  }

  private static void write(JsonBytes out, QueryValue.Series series) throws IOException {
    out.beginObject();
    out.name("metric").labels(series.labels());
    long[] times = series.timestampsMillis();
    double[] values = series.values();
    if (times.length > 0) {
      out.name("values").beginArray();
      for (int i = 0; i < times.length; i++) {
        out.sample(times[i], values[i]);
      }
      out.endArray();
    }
    if (series.histograms().length > 0) {
      out.name("histograms").beginArray();
      for (int i = 0; i < series.histograms().length; i++) {
        write(out, series.histogramTimestampsMillis()[i], series.histograms()[i]);
      }
      out.endArray();
    }
    out.endObject();
  }

  private static void write(JsonBytes out, long timestampMillis, NativeHistogram histogram)
      throws IOException {
    out.beginArray();
    out.seconds(timestampMillis);
    HistogramJson.write(out, histogram);
    out.endArray();
  }

  /** Writes what a query cost. */
  static void write(JsonBytes out, QueryStatistics statistics) throws IOException {
    out.beginObject();
    write(out.name("timings"), statistics.timings());
    out.name("samples").beginObject();
    writePerStep(out, "totalQueryableSamplesPerStep", statistics, StepSamples::samples);
    out.name("totalQueryableSamples").value(statistics.totalSamples());
    writePerStep(out, "samplesReadPerStep", statistics, StepSamples::read);
    out.name("samplesRead").value(statistics.samplesRead());
    out.name("peakSamples").value(statistics.peakSamples());
    out.endObject();
    out.endObject();
  }

  private static void writePerStep(
      JsonBytes out, String name, QueryStatistics statistics, ToLongFunction<StepSamples> number)
      throws IOException {
    if (statistics.perStep().isEmpty()) {
      return;
    }
    out.name(name).beginArray();
    for (StepSamples step : statistics.perStep()) {
      out.beginArray();
      out.value(step.timestampMillis() / 1000.0);
      out.value(number.applyAsLong(step));
      out.endArray();
    }
    out.endArray();
  }

  private static void write(JsonBytes out, QueryStatistics.Timings timings) throws IOException {
    long evaluation = timings.preparationNanos() + timings.evaluationNanos() + timings.sortNanos();
    out.beginObject();
    out.name("evalTotalTime").value(evaluation / NANOS);
    out.name("resultSortTime").value(timings.sortNanos() / NANOS);
    out.name("queryPreparationTime").value(timings.preparationNanos() / NANOS);
    out.name("innerEvalTime").value(timings.evaluationNanos() / NANOS);
    out.name("execQueueTime").value(timings.queueNanos() / NANOS);
    out.name("execTotalTime").value(timings.totalNanos() / NANOS);
    out.endObject();
  }
}
