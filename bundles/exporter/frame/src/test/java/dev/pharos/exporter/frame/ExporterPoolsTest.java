package dev.pharos.exporter.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.exporter.api.Exporter;
import dev.pharos.target.api.PoolSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class ExporterPoolsTest {

  private final Exporters exporters = new Exporters();
  private final Set<String> offered = new TreeSet<>();

  private final BundleContext bundle =
      Fake.of(
          BundleContext.class,
          (method, arguments) -> {
            String pool = ((PoolSource) arguments[1]).pool();
            offered.add(pool);
            return Fake.of(
                ServiceRegistration.class,
                (unregister, none) -> {
                  offered.remove(pool);
                  return null;
                });
          });

  private final Exporter first = request -> List.of();
  private final Exporter second = request -> List.of();

  private ExporterPools pools() {
    return new ExporterPools(exporters, new OwnAddress("lighthouse"), bundle);
  }

  private void add(String name, Exporter exporter) {
    exporters.add(new Offer(name, exporter, "", "test.bundle", 1));
  }

  @Test
  void there_is_a_pool_for_each_name_as_long_as_one_exporter_has_it() {
    add("pharos", first);
    pools();
    assertEquals(Set.of("pharos"), offered);

    add("pharos", second);
    exporters.removeExporter(first);
    assertEquals(Set.of("pharos"), offered);

    exporters.removeExporter(second);
    assertEquals(Set.of(), offered);
  }

  @Test
  void all_pools_go_when_the_frame_goes() throws Exception {
    add("node", first);
    ExporterPools pools = pools();

    pools.close();
    add("jvm", second);

    assertEquals(Set.of(), offered);
  }
}
