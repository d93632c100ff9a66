package dev.pharos.exporter.node;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.NoDataException;
import dev.pharos.exposition.MetricWriter;
import java.io.FileNotFoundException;
import java.io.IOException;

/** How long work had to wait for CPU, memory and disks: {@code /proc/pressure}. */
final class PressureCollector implements Collector {

  private static final double MILLIS = 1000;

  /** A line of a file: how it begins, and the metric that it is told by. */
  private record Line(String resource, String begins, String metric, String help) {}

  private static final Line[] LINES = {
    new Line(
        "cpu",
        "some",
        "node_pressure_cpu_waiting_seconds_total",
        "Total time in seconds that processes have waited for CPU time"),
    new Line(
        "io",
        "full",
        "node_pressure_io_stalled_seconds_total",
        "Total time in seconds no process could make progress due to IO congestion"),
    new Line(
        "io",
        "some",
        "node_pressure_io_waiting_seconds_total",
        "Total time in seconds that processes have waited due to IO congestion"),
    new Line(
        "irq",
        "full",
        "node_pressure_irq_stalled_seconds_total",
        "Total time in seconds no process could make progress due to IRQ congestion"),
    new Line(
        "memory",
        "full",
        "node_pressure_memory_stalled_seconds_total",
        "Total time in seconds no process could make progress due to memory congestion"),
    new Line(
        "memory",
        "some",
        "node_pressure_memory_waiting_seconds_total",
        "Total time in seconds that processes have waited for memory")
  };

  private final HostFiles host;

  PressureCollector(HostFiles host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "pressure";
  }

  @Override
  public void collect(MetricWriter out) throws IOException, NoDataException {
    boolean any = false;
    for (Line line : LINES) {
      double micros = micros(line);
      if (!Double.isNaN(micros)) {
        any = true;
        // In two steps, as the original does it: a single division rounds otherwise.
        out.counter(line.metric, line.help, micros / MILLIS / MILLIS);
      }
    }
    if (!any) {
      throw new NoDataException(
          "the kernel keeps no account of pressure; it needs version 4.20 with CONFIG_PSI,"
              + " perhaps psi=1 on its command line");
    }
  }

  /** The total of a line such as {@code some avg10=0.00 … total=14036781}; NaN if there is none. */
  private double micros(Line line) throws IOException {
    try (HostText text = host.read(host.proc("pressure/" + line.resource))) {
      while (text.nextLine()) {
        if (text.startsWith(line.begins)) {
          while (text.hasWord() && !text.startsWith("total=")) {
            text.skipWord();
          }
          text.skipPast('=');
          return text.number();
        }
      }
      return Double.NaN;
    } catch (FileNotFoundException e) {
      return Double.NaN;
    }
  }
}
