package dev.pharos.exposition;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the text format 0.0.4.
 *
 * <p>It has no place for units, exemplars and times of creation, which are left out, and fewer
 * types: an info or a set of states is a gauge.
 */
final class TextWriter extends ExpositionWriter {

  TextWriter(OutputStream out, NameEscaping escaping) {
    super(out, escaping);
  }

  @Override
  public void family(String name, MetricType type, String help, String unit) throws IOException {
    begin(name, type);
    if (!help.isEmpty()) {
      metadata("# HELP ");
      escaped(help, false);
      endLine();
    }
    metadata("# TYPE ");
    ascii(
        switch (type) {
          case COUNTER -> "counter";
          case GAUGE, INFO, STATE_SET -> "gauge";
          case HISTOGRAM, GAUGE_HISTOGRAM -> "histogram";
          case SUMMARY -> "summary";
          case UNKNOWN -> "untyped";
        });
    endLine();
  }

  @Override
  public void sample(
      String suffix, Labels labels, double value, long timestampMillis, @Nullable Exemplar exemplar)
      throws IOException {
    if (suffix.equals("_created")) {
      return;
    }
    series(suffix, labels);
    put(' ');
    number(value, false);
    if (timestampMillis != 0) {
      put(' ');
      integer(timestampMillis);
    }
    endLine();
  }
}
