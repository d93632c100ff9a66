package dev.pharos.exporter.node;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exposition.MetricWriter;
import java.io.IOException;

/** What memory is used for: {@code /proc/meminfo}, every line of it. */
final class MeminfoCollector implements Collector {

  private static final double BYTES_OF_KILOBYTE = 1024;

  /** A field by its metric with {@code _bytes}, and by that without, as its line has a unit. */
  private record Field(String bytes, String bytesHelp, String plain, String plainHelp) {}

  private final HostFiles host;
  private final KnownFields<Field> fields = new KnownFields<>(MeminfoCollector::field);

  MeminfoCollector(HostFiles host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "meminfo";
  }

  @Override
  public void collect(MetricWriter out) throws IOException {
    try (HostText text = host.read(host.proc("meminfo"))) {
      for (int line = 0; text.nextLine(); line++) {
        Field field = fields.next(line, text);
        double value = text.number();
        if (text.hasWord()) {
          out.gauge(field.bytes, field.bytesHelp, value * BYTES_OF_KILOBYTE);
        } else {
          out.gauge(field.plain, field.plainHelp, value);
        }
      }
    }
  }

  /** {@code Active(anon):} is told as {@code Active_anon}. */
  private static Field field(String key) {
    String name = key.replace(":", "").replace('(', '_').replace(")", "");
    String help = "Memory information field " + name;
    return new Field(
        "node_memory_" + name + "_bytes", help + "_bytes.", "node_memory_" + name, help + ".");
  }
}
