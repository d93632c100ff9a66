package dev.pharos.exporter.frame;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets each family of a page through once: of a second one neither metadata nor samples are
 * written, since readers would refuse the whole page.
 */
final class Families implements MetricWriter {

  private final MetricWriter out;
  private final Set<String> written = new HashSet<>();

  /** The families of the collector that is running: forgotten if it fails. */
  private final List<String> running = new ArrayList<>();

  private final List<String> dropped = new ArrayList<>();
  private boolean open;

  Families(MetricWriter out) {
    this.out = out;
  }

  void startCollector() {
    running.clear();
    dropped.clear();
    open = false;
  }

  /** Forgets the families of the collector, whose text is cut off. */
  void undoCollector() {
    written.removeAll(running);
  }

  /** The families of the collector that were there already. */
  List<String> dropped() {
    return List.copyOf(dropped);
  }

  @Override
  public void family(String name, MetricType type, String help, String unit) throws IOException {
    open = written.add(name);
    if (open) {
      running.add(name);
      out.family(name, type, help, unit);
    } else {
      dropped.add(name);
    }
  }

  @Override
  public void sample(
      String suffix, Labels labels, double value, long timestampMillis, @Nullable Exemplar exemplar)
      throws IOException {
    if (open) {
      out.sample(suffix, labels, value, timestampMillis, exemplar);
    } else if (dropped.isEmpty()) {
      throw new IllegalStateException(
          "a sample before the family it belongs to; call family first");
    }
  }
}
