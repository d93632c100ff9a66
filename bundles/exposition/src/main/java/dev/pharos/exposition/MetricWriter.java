package dev.pharos.exposition;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes metrics family by family and writes them in one of the formats.
 *
 * <p>Families and samples are named as in the text format 0.0.4, counters with their {@code
 * _total}; a writer of another format renames them. Not safe for use by several threads.
 */
public interface MetricWriter {

  /**
   * Starts a family; its samples follow.
   *
   * @param name name of the metric, counters with {@code _total}
   * @param help for people, as plain text
   * @param unit base unit, such as {@code seconds}, which then ends the name; empty for none
   */
  void family(String name, MetricType type, String help, String unit) throws IOException;

  /** Starts a family without a unit. */
  default void family(String name, MetricType type, String help) throws IOException {
    family(name, type, help, "");
  }

  /**
   * Writes a sample of the family.
   *
   * @param suffix {@code _bucket}, {@code _sum}, {@code _count} or {@code _created}; else empty
   * @param labels without the name of the metric
   * @param timestampMillis in milliseconds since the Unix epoch, or 0 to leave it to the scraper
   * @param exemplar written where the format has a place for it
   */
  void sample(
      String suffix, Labels labels, double value, long timestampMillis, @Nullable Exemplar exemplar)
      throws IOException;

  default void sample(String suffix, Labels labels, double value) throws IOException {
    sample(suffix, labels, value, 0, null);
  }

  default void sample(Labels labels, double value) throws IOException {
    sample("", labels, value, 0, null);
  }

  default void sample(double value) throws IOException {
    sample("", Labels.EMPTY, value, 0, null);
  }

  /** A family of one gauge without labels. */
  default void gauge(String name, String help, double value) throws IOException {
    family(name, MetricType.GAUGE, help);
    sample(value);
  }

  /** A family of one counter without labels; {@code name} ends in {@code _total}. */
  default void counter(String name, String help, double value) throws IOException {
    family(name, MetricType.COUNTER, help);
    sample(value);
  }
}
