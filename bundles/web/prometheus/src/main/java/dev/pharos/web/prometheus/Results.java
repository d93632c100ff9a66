package dev.pharos.web.prometheus;

import dev.pharos.model.NativeHistogram;
import dev.pharos.query.api.QueryValue;
import java.io.IOException;

/** Writes what queries come to. */
final class Results {

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

  static void writeStats(JsonBytes out, long samples, double seconds) throws IOException {
    out.beginObject();
    out.name("timings").beginObject();
    out.name("evalTotalTime").value(seconds);
    out.name("resultSortTime").value(0L);
    out.name("queryPreparationTime").value(0L);
    out.name("innerEvalTime").value(seconds);
    out.name("execQueueTime").value(0L);
    out.name("execTotalTime").value(seconds);
    out.endObject();
    out.name("samples").beginObject();
    out.name("totalQueryableSamples").value(samples);
    out.name("peakSamples").value(samples);
    out.endObject();
    out.endObject();
  }
}
