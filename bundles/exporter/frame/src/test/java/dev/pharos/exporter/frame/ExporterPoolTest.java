package dev.pharos.exporter.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.target.api.TargetGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExporterPoolTest {

  private final OwnAddress address = new OwnAddress("lighthouse");
  private final LinkedBlockingQueue<List<TargetGroup>> reports = new LinkedBlockingQueue<>();
  private final Thread discovery =
      Thread.ofVirtual()
          .unstarted(
              () -> {
                try {
                  new ExporterPool("node", address).discovery().run(reports::add);
                } catch (InterruptedException stopped) {
                  Thread.currentThread().interrupt();
                }
              });

  @AfterEach
  void stop() throws InterruptedException {
    if (discovery.getState() == Thread.State.NEW) {
      return;
    }
    discovery.interrupt();
    assertTrue(discovery.join(Duration.ofSeconds(5)));
  }

  private Map<String, String> nextTarget() throws InterruptedException {
    List<TargetGroup> report = reports.poll(10, TimeUnit.SECONDS);
    assertTrue(report != null && report.size() == 1, "no report came");
    TargetGroup group = report.getFirst();
    assertEquals(Map.of("__metrics_path__", "/exporters/node/metrics"), group.labels());
    return group.targets().getFirst();
  }

  @Test
  void the_target_has_the_hosts_name_and_the_port_of_the_main_listener() throws Exception {
    address.listening(7, 8443);
    address.listening(3, 9091);
    discovery.start();

    assertEquals(Map.of("__address__", "lighthouse:9091"), nextTarget());
  }

  @Test
  void a_port_that_changes_changes_the_target() throws Exception {
    address.listening(3, 9090);
    discovery.start();
    nextTarget();

    address.listening(1, 9999);

    assertEquals(Map.of("__address__", "lighthouse:9999"), nextTarget());
  }

  @Test
  void without_a_listener_the_port_is_the_usual_one() throws Exception {
    assertEquals("lighthouse:9090", address.first(Duration.ZERO));
  }
}
