package dev.pharos.exporter.node;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What udev knows of a block device: model and serial number, file system, device mapper.
 *
 * @param properties of udev, such as {@code ID_MODEL}; empty where udev does not run
 */
record BlockDevice(
    String name, String major, String minor, String rotational, Map<String, String> properties) {

  private record Attribute(String property, String metric, String help) {}

  private static final List<Attribute> ATA =
      List.of(
          new Attribute(
              "ID_ATA_ROTATION_RATE_RPM",
              "node_disk_ata_rotation_rate_rpm",
              "ATA disk rotation rate in RPMs (0 for SSDs)."),
          new Attribute(
              "ID_ATA_WRITE_CACHE", "node_disk_ata_write_cache", "ATA disk has a write cache."),
          new Attribute(
              "ID_ATA_WRITE_CACHE_ENABLED",
              "node_disk_ata_write_cache_enabled",
              "ATA disk has its write cache enabled."));

  static BlockDevice read(HostFiles host, String major, String minor, String name)
      throws IOException {
    String rotational = host.line(host.sys("block/" + name + "/queue/rotational"));
    return new BlockDevice(
        name,
        major,
        minor,
        rotational == null ? "0" : rotational,
        properties(host, host.udev("b" + major + ":" + minor)));
  }

  /** Lines as {@code E:ID_MODEL=TOSHIBA}; other letters than E tell other things. */
  private static Map<String, String> properties(HostFiles host, String file) throws IOException {
    Map<String, String> properties = new TreeMap<>();
    try (HostText text = host.read(file)) {
      while (text.nextLine()) {
        if (text.startsWith("E:")) {
          text.skipPast(':');
          properties.put(text.upTo('='), text.rest());
        }
      }
    } catch (FileNotFoundException e) {
      // No udev runs here, as in most containers, or it does not know the device.
      return Map.of();
    }
    return properties;
  }

  static void write(List<BlockDevice> devices, MetricWriter out) throws IOException {
    for (Attribute attribute : ATA) {
      family(devices, out, attribute.metric, attribute.help, d -> d.ata(attribute.property));
    }
    family(
        devices,
        out,
        "node_disk_device_mapper_info",
        "Info about disk device mapper.",
        device -> device.info("DM_NAME", DEVICE_MAPPER));
    family(
        devices,
        out,
        "node_disk_filesystem_info",
        "Info about disk filesystem.",
        device -> device.info("ID_FS_TYPE", FILE_SYSTEM));
    family(devices, out, "node_disk_info", "Info of /sys/block/<block_device>.", BlockDevice::info);
  }

  /** A sample: its labels and value. */
  private record Told(Labels labels, double value) {}

  private static final Told NOTHING = new Told(Labels.EMPTY, Double.NaN);

  private static final Map<String, String> DEVICE_MAPPER =
      Map.of(
          "name", "DM_NAME",
          "uuid", "DM_UUID",
          "vg_name", "DM_VG_NAME",
          "lv_name", "DM_LV_NAME",
          "lv_layer", "DM_LV_LAYER");

  private static final Map<String, String> FILE_SYSTEM =
      Map.of(
          "type", "ID_FS_TYPE",
          "usage", "ID_FS_USAGE",
          "uuid", "ID_FS_UUID",
          "version", "ID_FS_VERSION");

  private static void family(
      List<BlockDevice> devices,
      MetricWriter out,
      String name,
      String help,
      Function<BlockDevice, Told> told)
      throws IOException {
    boolean begun = false;
    for (BlockDevice device : devices) {
      Told sample = told.apply(device);
      if (!Double.isNaN(sample.value)) {
        if (!begun) {
          out.family(name, MetricType.GAUGE, help);
          begun = true;
        }
        out.sample(sample.labels, sample.value);
      }
    }
  }

  private String property(String key) {
    return properties.getOrDefault(key, "");
  }

  private Told ata(String property) {
    if (property("ID_ATA").isEmpty() || property(property).isEmpty()) {
      return NOTHING;
    }
    try {
      return new Told(Labels.of("device", name), Double.parseDouble(property(property)));
    } catch (NumberFormatException e) {
      return NOTHING;
    }
  }

  private Told info(String needed, Map<String, String> labelsAndProperties) {
    if (property(needed).isEmpty()) {
      return NOTHING;
    }
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put("device", name);
    labelsAndProperties.forEach((label, property) -> labels.put(label, property(property)));
    return new Told(Labels.of(labels), 1);
  }

  private Told info() {
    String serial = property("SCSI_IDENT_SERIAL");
    if (serial.isEmpty()) {
      serial = property("ID_SERIAL_SHORT");
    }
    if (serial.isEmpty()) {
      serial = property("ID_SERIAL");
    }
    return new Told(
        Labels.of(
            "device", name,
            "major", major,
            "minor", minor,
            "path", property("ID_PATH"),
            "wwn", property("ID_WWN"),
            "model", property("ID_MODEL"),
            "serial", serial,
            "revision", property("ID_REVISION"),
            "rotational", rotational),
        1);
  }
}
