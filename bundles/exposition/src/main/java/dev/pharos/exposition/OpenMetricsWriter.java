package dev.pharos.exposition;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes OpenMetrics 1.0.
 *
 * <p>Counters and infos lose the ending of their name in the metadata and keep it in the samples;
 * an info whose name has another ending is a gauge.
 */
final class OpenMetricsWriter extends ExpositionWriter {

  private static final int MAX_EXEMPLAR_CHARACTERS = 128;

  OpenMetricsWriter(OutputStream out, NameEscaping escaping) {
    super(out, escaping);
  }

  @Override
  public void family(String name, MetricType type, String help, String unit) throws IOException {
    switch (type) {
      case COUNTER -> begin(without(name, "_total"), type);
      case INFO -> begin(without(name, "_info"), name.endsWith("_info") ? type : MetricType.GAUGE);
      case GAUGE, HISTOGRAM, GAUGE_HISTOGRAM, SUMMARY, STATE_SET, UNKNOWN -> begin(name, type);
    }
    metadata("# TYPE ");
    ascii(type().text());
    endLine();
    if (!unit.isEmpty()) {
      metadata("# UNIT ");
      escaped(unit, true);
      endLine();
    }
    if (!help.isEmpty()) {
      metadata("# HELP ");
      escaped(help, true);
      endLine();
    }
  }

  private static String without(String name, String ending) {
    return name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
  }

  @Override
  public void sample(
      String suffix, Labels labels, double value, long timestampMillis, @Nullable Exemplar exemplar)
      throws IOException {
    series(suffix(suffix), labels);
    put(' ');
    number(value, !suffix.equals("_bucket") && !suffix.equals("_count"));
    if (timestampMillis != 0) {
      seconds(timestampMillis);
    }
    boolean mayHaveExemplar =
        suffix.equals("_bucket") || (suffix.isEmpty() && type() == MetricType.COUNTER);
    if (exemplar != null && mayHaveExemplar && fits(exemplar.labels())) {
      exemplar(exemplar);
    }
    endLine();
  }

  private String suffix(String suffix) {
    return switch (type()) {
      case COUNTER -> suffix.isEmpty() ? "_total" : suffix;
      case INFO -> suffix.isEmpty() ? "_info" : suffix;
      case GAUGE_HISTOGRAM ->
          switch (suffix) {
            case "_sum" -> "_gsum";
            case "_count" -> "_gcount";
            default -> suffix;
          };
      case GAUGE, HISTOGRAM, SUMMARY, STATE_SET, UNKNOWN -> suffix;
    };
  }

  private void exemplar(Exemplar exemplar) {
    ascii(" # {");
    labels(exemplar.labels());
    ascii("} ");
    number(exemplar.value(), true);
    if (exemplar.timestampMillis() != 0) {
      seconds(exemplar.timestampMillis());
    }
  }

  private static boolean fits(Labels labels) {
    int characters = 0;
    for (int i = 0; i < labels.size(); i++) {
      String name = labels.name(i);
      String value = labels.value(i);
      characters += name.codePointCount(0, name.length()) + value.codePointCount(0, value.length());
    }
    return characters <= MAX_EXEMPLAR_CHARACTERS;
  }

  private void seconds(long millis) {
    put(' ');
    long magnitude = Math.abs(millis);
    if (millis < 0) {
      put('-');
    }
    integer(magnitude / 1000);
    int rest = (int) (magnitude % 1000);
    if (rest != 0) {
      put('.');
      put('0' + rest / 100);
      put('0' + rest / 10 % 10);
      put('0' + rest % 10);
    }
  }

  /** Bounds of buckets and quantiles are floats, and written as such: {@code le="1.0"}. */
  @Override
  String labelValue(String label, String value) {
    boolean bound =
        switch (type()) {
          case HISTOGRAM, GAUGE_HISTOGRAM -> label.equals("le");
          case SUMMARY -> label.equals("quantile");
          case COUNTER, GAUGE, INFO, STATE_SET, UNKNOWN -> false;
        };
    return bound && isWhole(value) ? value + ".0" : value;
  }

  private static boolean isWhole(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < '0' || c > '9') && (c != '-' || i > 0)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void end() throws IOException {
    ascii("# EOF\n");
    super.end();
  }
}
