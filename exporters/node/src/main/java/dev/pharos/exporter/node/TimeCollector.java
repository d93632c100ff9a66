package dev.pharos.exporter.node;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The host's clock, its zone, and the kernel's sources of time. */
final class TimeCollector implements Collector {

  private static final double NANOS = 1e9;
  private static final DateTimeFormatter ZONE_NAME =
      DateTimeFormatter.ofPattern("zzz", Locale.ROOT);
  private static final String PREFIX = "clocksource";

  private final HostFiles host;
  private final InstantSource clock;
  private final ZoneId zone;

  TimeCollector(HostFiles host, InstantSource clock, ZoneId zone) {
    this.host = host;
    this.clock = clock;
    this.zone = zone;
  }

  @Override
  public String name() {
    return "time";
  }

  @Override
  public void collect(MetricWriter out) throws IOException {
    Instant now = clock.instant();
    clockSources(out);
    out.gauge(
        "node_time_seconds",
        "System time in seconds since epoch (1970).",
        now.getEpochSecond() + now.getNano() / NANOS);
    ZonedDateTime here = now.atZone(zone);
    out.family(
        "node_time_zone_offset_seconds", MetricType.GAUGE, "System time zone offset in seconds.");
    out.sample(Labels.of("time_zone", ZONE_NAME.format(here)), here.getOffset().getTotalSeconds());
  }

  private void clockSources(MetricWriter out) throws IOException {
    List<Labels> available = new ArrayList<>();
    List<Labels> current = new ArrayList<>();
    String folder = host.sys("devices/system/clocksource");
    for (String name : host.list(folder)) {
      if (name.startsWith(PREFIX)) {
        String device = name.substring(PREFIX.length());
        add(available, device, folder + "/" + name + "/available_clocksource");
        add(current, device, folder + "/" + name + "/current_clocksource");
      }
    }
    family(
        out,
        "node_time_clocksource_available_info",
        "Available clocksources read from '/sys/devices/system/clocksource'.",
        available);
    family(
        out,
        "node_time_clocksource_current_info",
        "Current clocksource read from '/sys/devices/system/clocksource'.",
        current);
  }

  private void add(List<Labels> to, String device, String path) {
    String sources = host.line(path);
    if (sources != null && !sources.isEmpty()) {
      for (String source : sources.split(" ", -1)) {
        to.add(Labels.of("device", device, "clocksource", source));
      }
    }
  }

  private static void family(MetricWriter out, String name, String help, List<Labels> infos)
      throws IOException {
    if (!infos.isEmpty()) {
      out.family(name, MetricType.GAUGE, help);
      for (Labels info : infos) {
        out.sample(info, 1);
      }
    }
  }
}
