package dev.pharos.cli;

import dev.pharos.identity.api.Access;
import dev.pharos.model.GoFloat;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Quoted;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.SeriesSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Writes the samples of a folder, one a line. */
final class SampleDump {

  /** How series and samples are written. */
  enum Format {
    /** {@code {__name__="up", job="node"} 1 1700000000000}. */
    PROM,
    /** {@code {"__name__":"up","job":"node"}}, without samples. */
    SERIESJSON,
    /** {@code up{job="node"} 1 1700000000.000}, and {@code # EOF} at the end. */
    OPENMETRICS
  }

  private static final Pattern PLAIN_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern PLAIN_METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  private final Format format;
  private final long minMillis;
  private final long maxMillis;
  private final PrintWriter out;

  /**
   * Makes a dump.
   *
   * @param maxMillis last instant that is dumped
   */
  SampleDump(Format format, long minMillis, long maxMillis, PrintWriter out) {
    this.format = format;
    this.minMillis = minMillis;
    this.maxMillis = maxMillis;
    this.out = out;
  }

  /** Writes the series that one of the selectors selects, in the order of their labels. */
  void write(SeriesReader reader, List<List<Matcher>> selectors) throws IOException {
    if (minMillis <= maxMillis) {
      List<SeriesSet> sets = new ArrayList<>();
      try {
        long end = maxMillis == Long.MAX_VALUE ? maxMillis : maxMillis + 1;
        TimeRange range = new TimeRange(Math.min(minMillis, end - 1), end);
        for (List<Matcher> selector : selectors) {
          sets.add(reader.select(Access.system(), range, selector));
        }
        writeAll(sets);
      } finally {
        sets.forEach(SeriesSet::close);
      }
    }
    if (format == Format.OPENMETRICS) {
      out.println("# EOF");
    }
    out.flush();
  }

  private void writeAll(List<SeriesSet> sets) throws IOException {
    List<SeriesSet> left = new ArrayList<>();
    for (SeriesSet set : sets) {
      if (set.next()) {
        left.add(set);
      }
    }
    while (!left.isEmpty()) {
      SeriesSet least = left.getFirst();
      for (SeriesSet set : left) {
        least = set.labels().compareTo(least.labels()) < 0 ? set : least;
      }
      Labels labels = least.labels();
      write(labels, least.samples());
      List<SeriesSet> rest = new ArrayList<>();
      for (SeriesSet set : left) {
        if (!set.labels().equals(labels) || set.next()) {
          rest.add(set);
        }
      }
      left = rest;
    }
  }

  private void write(Labels labels, SampleCursor samples) throws IOException {
    String series =
        switch (format) {
          case PROM -> braces(labels);
          case OPENMETRICS -> openMetrics(labels);
          case SERIESJSON -> json(labels);
        };
    boolean any = false;
    StringBuilder line = new StringBuilder();
    for (SampleCursor.Kind kind = samples.seek(minMillis);
        kind != SampleCursor.Kind.END && samples.timestampMillis() <= maxMillis;
        kind = samples.next()) {
      if (format == Format.SERIESJSON) {
        out.println(series);
        return;
      }
      line.setLength(0);
      line.append(series).append(' ');
      if (kind == SampleCursor.Kind.HISTOGRAM) {
        if (format == Format.OPENMETRICS) {
          continue; // The text format of OpenMetrics 1.0 has no native histograms.
        }
        line.append(HistogramNotation.of(samples.histogram()));
      } else {
        GoFloat.appendGeneral(line, samples.value());
      }
      line.append(' ');
      appendTime(line, samples.timestampMillis());
      out.println(line);
      any = true;
    }
    if (any) {
      out.flush();
    }
  }

  private void appendTime(StringBuilder line, long millis) {
    if (format == Format.OPENMETRICS) {
      line.append(millis < 0 ? "-" : "")
          .append(Math.abs(millis / 1000))
          .append('.')
          .append(String.format(Locale.ROOT, "%03d", Math.abs(millis % 1000)));
    } else {
      line.append(millis);
    }
  }

  private static String braces(Labels labels) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < labels.size(); i++) {
      text.append(i == 0 ? "" : ", ");
      appendPair(text, labels.name(i), labels.value(i));
    }
    return text.append('}').toString();
  }

  /** A name of a metric that the format does not know stands among the labels, quoted. */
  private static String openMetrics(Labels labels) {
    String metric = labels.metricName();
    boolean plain = PLAIN_METRIC.matcher(metric).matches();
    StringBuilder text = new StringBuilder(plain ? metric : "");
    text.append('{');
    String separator = "";
    if (!plain && !metric.isEmpty()) {
      Quoted.append(text, metric);
      separator = ",";
    }
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.name(i).equals(Labels.METRIC_NAME)) {
        text.append(separator);
        appendPair(text, labels.name(i), labels.value(i));
        separator = ",";
      }
    }
    return text.append('}').toString();
  }

  private static void appendPair(StringBuilder text, String name, String value) {
    if (PLAIN_NAME.matcher(name).matches()) {
      text.append(name);
    } else {
      Quoted.append(text, name);
    }
    text.append('=');
    Quoted.append(text, value);
  }

  private static String json(Labels labels) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < labels.size(); i++) {
      text.append(i == 0 ? "" : ",");
      appendJson(text, labels.name(i));
      text.append(':');
      appendJson(text, labels.value(i));
    }
    return text.append('}').toString();
  }

  private static void appendJson(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
