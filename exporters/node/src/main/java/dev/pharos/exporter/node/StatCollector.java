package dev.pharos.exporter.node;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Interrupts, context switches, forks and processes: {@code /proc/stat} but for its CPUs. */
final class StatCollector implements Collector {

  private static final List<Labels> SOFTIRQS =
      Stream.of(
              "hi",
              "timer",
              "net_tx",
              "net_rx",
              "block",
              "block_iopoll",
              "tasklet",
              "sched",
              "hrtimer",
              "rcu")
          .map(vector -> Labels.of("vector", vector))
          .toList();

  private final HostFiles host;
  private final boolean softirqs;

  /**
   * Reads the file.
   *
   * @param softirqs whether calls of soft interrupts are told by vector
   */
  StatCollector(HostFiles host, boolean softirqs) {
    this.host = host;
    this.softirqs = softirqs;
  }

  @Override
  public String name() {
    return "stat";
  }

  @Override
  public void collect(MetricWriter out) throws IOException {
    try (HostText text = host.read(host.proc("stat"))) {
      while (text.nextLine()) {
        if (!text.startsWith("cpu")) {
          line(text, out);
        }
      }
    }
  }

  private void line(HostText text, MetricWriter out) throws IOException {
    switch (text.word()) {
      case "intr" ->
          out.counter("node_intr_total", "Total number of interrupts serviced.", text.number());
      case "ctxt" ->
          out.counter(
              "node_context_switches_total", "Total number of context switches.", text.number());
      case "processes" -> out.counter("node_forks_total", "Total number of forks.", text.number());
      case "btime" ->
          out.gauge("node_boot_time_seconds", "Node boot time, in unixtime.", text.number());
      case "procs_running" ->
          out.gauge("node_procs_running", "Number of processes in runnable state.", text.number());
      case "procs_blocked" ->
          out.gauge(
              "node_procs_blocked",
              "Number of processes blocked waiting for I/O to complete.",
              text.number());
      case "softirq" -> {
        if (softirqs) {
          softirqs(text, out);
        }
      }
      default -> {}
    }
  }

  private static void softirqs(HostText text, MetricWriter out) throws IOException {
    text.skipWord();
    out.family("node_softirqs_total", MetricType.COUNTER, "Number of softirq calls.");
    for (Labels vector : SOFTIRQS) {
      if (text.hasWord()) {
        out.sample(vector, text.number());
      }
    }
  }
}
