package dev.pharos.exporter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exporter.api.NoDataException;
import dev.pharos.exporter.testkit.ExporterContract;
import dev.pharos.exporter.testkit.Exposition;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The exporter on the host that the tests run on. */
@EnabledOnOs(OS.LINUX)
class NodeExporterTest extends ExporterContract {

  private final NodeExporter exporter = new NodeExporter(config(Map.of()));

  @AfterEach
  void close() {
    exporter.close();
  }

  /** Without the collectors that this host has nothing for. */
  @Override
  protected Exporter exporter() {
    List<String> names = new ArrayList<>();
    for (Collector collector : exporter.collectors(ExporterRequest.PLAIN)) {
      try {
        Collected.from(collector);
        names.add(collector.name());
      } catch (NoDataException absent) {
        assertEquals("pressure", collector.name());
      } catch (Exception e) {
        throw new AssertionError(collector.name(), e);
      }
    }
    ExporterRequest chosen = new ExporterRequest(Map.of("collect[]", names));
    return request -> exporter.collectors(chosen);
  }

  /** Settings as they are by default, but for some. */
  private static NodeExporter.Config config(Map<String, Object> set) {
    return (NodeExporter.Config)
        Proxy.newProxyInstance(
            NodeExporterTest.class.getClassLoader(),
            new Class<?>[] {NodeExporter.Config.class, Annotation.class},
            (proxy, method, arguments) ->
                set.getOrDefault(method.getName(), method.getDefaultValue()));
  }

  private List<String> names(Map<String, List<String>> parameters) {
    return exporter.collectors(new ExporterRequest(parameters)).stream()
        .map(Collector::name)
        .toList();
  }

  @Test
  void a_scrape_may_choose_collectors() {
    assertEquals(List.of("cpu", "time"), names(Map.of("collect[]", List.of("time", "cpu"))));
    assertEquals(10, names(Map.of("exclude[]", List.of("cpu"))).size());
  }

  @Test
  void a_choice_that_cannot_be_met_is_refused() {
    var unknown =
        assertThrows(
            IllegalArgumentException.class, () -> names(Map.of("collect[]", List.of("zfs"))));
    assertEquals(
        "no collector is called zfs; there are cpu, diskstats, filesystem, loadavg, meminfo, netdev,"
            + " pressure, stat, time, uname, vmstat",
        unknown.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> names(Map.of("collect[]", List.of("cpu"), "exclude[]", List.of("time"))));
  }

  @Test
  void collectors_can_be_off() {
    NodeExporter without =
        new NodeExporter(config(Map.of("collectors_off", new String[] {"filesystem"})));

    assertEquals(10, without.collectors(ExporterRequest.PLAIN).size());
    without.close();
  }

  @Test
  void a_pattern_that_is_no_regular_expression_is_told_with_its_setting() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new NodeExporter(config(Map.of("netdev_device_include", "("))));

    assertTrue(String.valueOf(e.getMessage()).startsWith("netdev.device: "), e.getMessage());
  }

  @Test
  void this_host_has_memory_a_kernel_and_room() throws Exception {
    Exposition told = Exposition.of(exporter(), ExporterRequest.PLAIN);

    assertTrue(told.value("node_memory_MemTotal_bytes") > 1e6);
    assertTrue(told.text().contains("node_uname_info{"));
    assertTrue(told.text().contains("sysname=\"Linux\""));
  }

  @Test
  void a_file_system_tells_its_size_and_its_files() throws Exception {
    Statfs.Usage usage = new Statfs().of("/proc/..");

    assertTrue(usage.size() > 0, usage.toString());
    assertTrue(usage.free() >= usage.available(), usage.toString());
  }

  @Test
  void a_path_that_is_not_there_is_told_in_words() {
    var e = assertThrows(java.io.IOException.class, () -> new Statfs().of("/no/such/place"));

    assertEquals("no such file or directory", e.getMessage());
  }
}
