package dev.pharos.exporter.node;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exposition.MetricWriter;
import java.io.IOException;

/** How many processes run or wait to run, on average: {@code /proc/loadavg}. */
final class LoadavgCollector implements Collector {

  private final HostFiles host;

  LoadavgCollector(HostFiles host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "loadavg";
  }

  @Override
  public void collect(MetricWriter out) throws IOException {
    try (HostText text = host.read(host.proc("loadavg"))) {
      text.nextLine();
      out.gauge("node_load1", "1m load average.", text.decimal());
      out.gauge("node_load5", "5m load average.", text.decimal());
      out.gauge("node_load15", "15m load average.", text.decimal());
    }
  }
}
