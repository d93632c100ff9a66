package dev.pharos.exporter.node;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.MetricType;
import java.io.IOException;

/** Paging, swapping and faults: the chosen fields of {@code /proc/vmstat}. */
final class VmstatCollector implements Collector {

  private record Field(boolean told, String metric, String help) {}

  private final HostFiles host;
  private final KnownFields<Field> fields;

  /**
   * Reads the fields that the filter accepts.
   *
   * @param filter by the name of the field
   */
  VmstatCollector(HostFiles host, NameFilter filter) {
    this.host = host;
    this.fields =
        new KnownFields<>(
            name ->
                new Field(
                    filter.accepts(name),
                    "node_vmstat_" + name,
                    "/proc/vmstat information field " + name + "."));
  }

  @Override
  public String name() {
    return "vmstat";
  }

  @Override
  public void collect(MetricWriter out) throws IOException {
    try (HostText text = host.read(host.proc("vmstat"))) {
      for (int line = 0; text.nextLine(); line++) {
        Field field = fields.next(line, text);
        if (field.told) {
          out.family(field.metric, MetricType.UNKNOWN, field.help);
          out.sample(text.number());
        }
      }
    }
  }
}
