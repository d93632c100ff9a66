package dev.pharos.exporter.api;

import dev.pharos.exposition.MetricWriter;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A part of an exporter that is timed and can fail alone, such as {@code cpu} of {@code node}.
 *
 * <p>What a collector wrote before it failed is dropped; the collectors beside it are not affected.
 */
@ConsumerType
public interface Collector {

  /** Short and lasting: it becomes the value of a label. */
  String name();

  /**
   * Writes the metrics as they are now. A value that is not known is left out, never a substitute.
   *
   * @throws NoDataException if there is nothing to tell on this host
   * @throws Exception if the state cannot be read; the message is logged and shown
   */
  void collect(MetricWriter out) throws Exception;

  /** A collector that is one function. */
  static Collector of(String name, Collection collection) {
    return new Collector() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void collect(MetricWriter out) throws Exception {
        collection.collect(out);
      }
    };
  }

  /** The work of a collector. */
  @FunctionalInterface
  interface Collection {
    void collect(MetricWriter out) throws Exception;
  }
}
