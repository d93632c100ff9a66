package dev.pharos.exporter.node;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What network devices have received and sent: {@code /proc/net/dev}. */
final class NetdevCollector implements Collector {

  private static final List<DeviceTable.Column> COLUMNS =
      Stream.of(
              "receive_bytes",
              "receive_packets",
              "receive_errs",
              "receive_drop",
              "receive_fifo",
              "receive_frame",
              "receive_compressed",
              "receive_multicast",
              "transmit_bytes",
              "transmit_packets",
              "transmit_errs",
              "transmit_drop",
              "transmit_fifo",
              "transmit_colls",
              "transmit_carrier",
              "transmit_compressed",
              "receive_nohandler")
          .map(
              key ->
                  DeviceTable.Column.counter(
                      "node_network_" + key + "_total", "Network device statistic " + key + "."))
          .toList();

  private static final int NOHANDLER = COLUMNS.size() - 1;

  private final HostFiles host;
  private final NameFilter filter;
  private final ConcurrentHashMap<String, Labels> labels = new ConcurrentHashMap<>();

  NetdevCollector(HostFiles host, NameFilter filter) {
    this.host = host;
    this.filter = filter;
  }

  @Override
  public String name() {
    return "netdev";
  }

  @Override
  public void collect(MetricWriter out) throws IOException {
    DeviceTable table = new DeviceTable(COLUMNS);
    try (HostText text = host.read(host.proc("net/dev"))) {
      // Two lines of headings.
      text.nextLine();
      text.nextLine();
      while (text.nextLine()) {
        String device = text.upTo(':');
        if (filter.accepts(device)) {
          double[] row = table.read(labels(device), text);
          // The one number that the table does not have.
          row[NOHANDLER] =
              host.number(host.sys("class/net/" + device + "/statistics/rx_nohandler"));
        }
      }
    }
    table.write(out);
  }

  private Labels labels(String device) {
    return labels.computeIfAbsent(device, name -> Labels.of("device", name));
  }
}
