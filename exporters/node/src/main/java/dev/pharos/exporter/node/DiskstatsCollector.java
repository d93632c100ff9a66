package dev.pharos.exporter.node;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** What block devices have read and written, and what they are: {@code /proc/diskstats}, udev. */
final class DiskstatsCollector implements Collector {

  private static final double SECTOR_BYTES = 512;
  private static final double SECONDS = 0.001;

  private static final List<DeviceTable.Column> COLUMNS =
      List.of(
          counter("reads_completed_total", "The total number of reads completed successfully.", 1),
          counter("reads_merged_total", "The total number of reads merged.", 1),
          counter("read_bytes_total", "The total number of bytes read successfully.", SECTOR_BYTES),
          counter(
              "read_time_seconds_total",
              "The total number of seconds spent by all reads.",
              SECONDS),
          counter(
              "writes_completed_total", "The total number of writes completed successfully.", 1),
          counter("writes_merged_total", "The number of writes merged.", 1),
          counter(
              "written_bytes_total",
              "The total number of bytes written successfully.",
              SECTOR_BYTES),
          counter(
              "write_time_seconds_total",
              "This is the total number of seconds spent by all writes.",
              SECONDS),
          new DeviceTable.Column(
              "node_disk_io_now", MetricType.GAUGE, "The number of I/Os currently in progress.", 1),
          counter("io_time_seconds_total", "Total seconds spent doing I/Os.", SECONDS),
          counter(
              "io_time_weighted_seconds_total",
              "The weighted # of seconds spent doing I/Os.",
              SECONDS),
          counter(
              "discards_completed_total",
              "The total number of discards completed successfully.",
              1),
          counter("discards_merged_total", "The total number of discards merged.", 1),
          counter(
              "discarded_sectors_total", "The total number of sectors discarded successfully.", 1),
          counter(
              "discard_time_seconds_total",
              "This is the total number of seconds spent by all discards.",
              SECONDS),
          counter(
              "flush_requests_total",
              "The total number of flush requests completed successfully",
              1),
          counter(
              "flush_requests_time_seconds_total",
              "This is the total number of seconds spent by all flush requests.",
              SECONDS));

  private final HostFiles host;
  private final NameFilter filter;
  private final ConcurrentHashMap<String, Labels> labels = new ConcurrentHashMap<>();

  DiskstatsCollector(HostFiles host, NameFilter filter) {
    this.host = host;
    this.filter = filter;
  }

  private static DeviceTable.Column counter(String name, String help, double factor) {
    return new DeviceTable.Column("node_disk_" + name, MetricType.COUNTER, help, factor);
  }

  @Override
  public String name() {
    return "diskstats";
  }

  @Override
  public void collect(MetricWriter out) throws IOException {
    DeviceTable table = new DeviceTable(COLUMNS);
    List<BlockDevice> devices = new ArrayList<>();
    try (HostText text = host.read(host.proc("diskstats"))) {
      while (text.nextLine()) {
        String major = text.word();
        String minor = text.word();
        String device = text.word();
        if (filter.accepts(device)) {
          table.read(labels.computeIfAbsent(device, name -> Labels.of("device", name)), text);
          devices.add(BlockDevice.read(host, major, minor, device));
        }
      }
    }
    table.write(out);
    BlockDevice.write(devices, out);
  }
}
