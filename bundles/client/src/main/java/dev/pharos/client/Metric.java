package dev.pharos.client;

import dev.pharos.exposition.MetricWriter;
import java.io.IOException;

/**
 * A metric family that a {@link Registry} writes.
 *
 * <p>Implement it for what the classes of this package do not offer. Safe for use by several
 * threads.
 */
public interface Metric {

  /** The family's name as in the text format: that of a counter ends in {@code _total}. */
  String name();

  /** Writes the family and its samples as they are now. */
  void write(MetricWriter out) throws IOException;
}
