package dev.pharos.exporter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.testkit.Exposition;
import dev.pharos.exposition.ExpositionFormat;
import dev.pharos.model.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same frozen host, told in the same words as by the node exporter. */
class FixturesTest {

  private static final String FOLDER = System.getenv().getOrDefault("PHAROS_CONFORMANCE", "");
  private static final String DISKS = "^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$";
  private static final String FIELDS = "^(oom_kill|pgpg|pswp|pg.*fault).*";

  @TempDir private static Path unpacked;

  private static HostFiles host = new HostFiles("", "", "/", "");

  @BeforeAll
  static void unpack() throws IOException {
    assumeTrue(!FOLDER.isEmpty(), "PHAROS_CONFORMANCE is not set");
    Path fixtures = Path.of(FOLDER, "node-exporter-fixtures");
    TextArchive.unpack(fixtures.resolve("sys.ttar"), unpacked, "sys/devices/system/c", "sys/block");
    TextArchive.unpack(fixtures.resolve("udev.ttar"), unpacked, "udev/data");
    host =
        new HostFiles(
            fixtures.resolve("proc").toString(),
            unpacked.resolve("sys").toString(),
            "/",
            unpacked.resolve("udev/data").toString());
  }

  /** Compares samples, help and types of the families whose names the pattern matches. */
  private static void assertTellsTheSame(String families, Collector... collectors)
      throws Exception {
    assertTellsTheSame(families, sample -> true, collectors);
  }

  private static void assertTellsTheSame(
      String families, Predicate<Labels> compared, Collector... collectors) throws Exception {
    Path golden = Path.of(FOLDER, "node-exporter-fixtures", "e2e-output.txt");
    Exposition expected = Exposition.parse(Files.readAllBytes(golden), ExpositionFormat.TEXT);
    StringBuilder texts = new StringBuilder();
    for (Collector collector : collectors) {
      texts.append(Collected.from(collector).text());
    }
    Exposition told =
        Exposition.parse(texts.toString().getBytes(StandardCharsets.UTF_8), ExpositionFormat.TEXT);

    Pattern wanted = Pattern.compile("node_(" + families + ")");
    assertEquals(samples(expected, wanted, compared), samples(told, name -> true, compared));
    assertEquals(metadata(expected, wanted), metadata(told, Pattern.compile(".*")), "metadata");
    assertFalse(told.samples().isEmpty());
  }

  private static Map<Labels, Double> samples(
      Exposition from, Pattern wanted, Predicate<Labels> compared) {
    return samples(from, name -> wanted.matcher(name).matches(), compared);
  }

  private static Map<Labels, Double> samples(
      Exposition from, Predicate<String> wanted, Predicate<Labels> compared) {
    Map<Labels, Double> chosen = new TreeMap<>();
    from.samples()
        .forEach(
            (labels, value) -> {
              if (wanted.test(labels.metricName()) && compared.test(labels)) {
                chosen.put(labels, value);
              }
            });
    return chosen;
  }

  /** The lines that tell help and type, sorted by the name of the family. */
  private static Map<String, String> metadata(Exposition from, Pattern wanted) {
    Map<String, String> lines = new TreeMap<>();
    from.text()
        .lines()
        .filter(line -> line.startsWith("# ") && wanted.matcher(line.split(" ", -1)[2]).matches())
        .forEach(line -> lines.merge(line.split(" ", -1)[2], line, (a, b) -> a + "\n" + b));
    return lines;
  }

  @Test
  void cpu() throws Exception {
    assertTellsTheSame(
        "cpu_(seconds_total|guest_seconds_total|isolated|(core|package)_throttles_total)",
        new CpuCollector(host, true));
  }

  @Test
  void meminfo() throws Exception {
    assertTellsTheSame("memory_(?!numa).*", new MeminfoCollector(host));
  }

  @Test
  void loadavg() throws Exception {
    assertTellsTheSame("load.*", new LoadavgCollector(host));
  }

  @Test
  void diskstats() throws Exception {
    assertTellsTheSame("disk_.*", new DiskstatsCollector(host, NameFilter.of("device", "", DISKS)));
  }

  @Test
  void stat() throws Exception {
    assertTellsTheSame(
        "(intr|context_switches|forks|softirqs)_total|boot_time_seconds|procs_(blocked|running)",
        new StatCollector(host, true));
  }

  @Test
  void vmstat() throws Exception {
    assertTellsTheSame("vmstat_.*", new VmstatCollector(host, NameFilter.of("fields", FIELDS, "")));
  }

  @Test
  void pressure() throws Exception {
    assertTellsTheSame("pressure_.*", new PressureCollector(host));
  }

  /** The golden text leaves the values out that differ with each run. */
  @Test
  void time() throws Exception {
    assertTellsTheSame(
        "time_.*",
        sample -> sample.metricName().contains("clocksource"),
        new TimeCollector(host, InstantSource.fixed(Instant.EPOCH), ZoneOffset.UTC));
  }

  /** The golden text tells the loopback device of the host it was made on, not of the fixture. */
  @Test
  void netdev() throws Exception {
    Path proc = Files.createDirectories(unpacked.resolve("proc/net"));
    Files.writeString(
        proc.resolve("dev"),
        """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            lo: 10 20 0 0 0 0 0 0 30 40 0 0 0 0 0 0
        """);
    Path statistics = Files.createDirectories(unpacked.resolve("sys/class/net/lo/statistics"));
    Files.writeString(statistics.resolve("rx_nohandler"), "0\n");

    assertTellsTheSame(
        "network_(receive|transmit)_.*_total",
        sample -> !sample.metricName().matches(".*_(bytes|packets)_total"),
        new NetdevCollector(
            new HostFiles(unpacked + "/proc", unpacked + "/sys", "/", ""),
            NameFilter.of("device", "", "")));
  }

  @Test
  void mounts_are_read_with_blanks_in_their_names() throws Exception {
    var mounts = Mount.list(host);

    assertEquals(
        new Mount("/dev/dm-2", "/", "ext4", false, "259", "2"),
        mounts.stream().filter(mount -> mount.point().equals("/")).findFirst().orElseThrow());
    assertEquals(
        2,
        mounts.stream()
            .filter(mount -> mount.point().matches(".*\\[vsanDatastore\\][ \t]bafb.*"))
            .count());
  }
}
