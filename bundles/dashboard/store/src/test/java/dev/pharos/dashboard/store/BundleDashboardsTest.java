package dev.pharos.dashboard.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.dashboard.api.Dashboard;
import dev.pharos.identity.api.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class BundleDashboardsTest {

  @TempDir Path folder;

  private final FakeFramework framework = new FakeFramework();
  private final Access access = Access.system();
  private final BundleDashboards dashboards = new BundleDashboards(framework.context());

  @AfterEach
  void close() throws InterruptedException {
    dashboards.close();
    assertEquals(0, framework.listeners());
  }

  @Test
  void dashboards_come_with_their_bundle_and_go_with_it() throws Exception {
    Bundle mysql = bundle("org.example.mysql", "1.0.0", "MySQL");

    framework.start(mysql);
    assertEquals(List.of("MySQL"), titles());
    assertEquals(
        Optional.of("MySQL"),
        dashboards.load(access, "bundle:org.example.mysql:main").map(Dashboard::title));

    framework.stop(mysql);
    assertEquals(List.of(), titles());
    assertEquals(Optional.empty(), dashboards.load(access, "bundle:org.example.mysql:main"));
  }

  @Test
  void bundles_that_were_there_before_are_seen_too() throws IOException, InterruptedException {
    framework.start(bundle("early", "1.0.0", "Early"));
    BundleDashboards later = new BundleDashboards(framework.context());
    try {
      assertEquals("Early", later.list(access).getFirst().title());
    } finally {
      later.close();
    }
  }

  @Test
  void they_are_sorted_by_title_whatever_its_case() throws IOException {
    framework.start(bundle("c", "1.0.0", "beta"));
    framework.start(bundle("b", "1.0.0", "Gamma"));
    framework.start(bundle("a", "1.0.0", "Alpha"));

    assertEquals(List.of("Alpha", "beta", "Gamma"), titles());
  }

  @Test
  void of_two_versions_of_a_bundle_the_later_counts_until_it_goes() throws Exception {
    Bundle later = bundle("b", "2.0.0", "Two");
    framework.start(later);
    framework.start(bundle("b", "1.9.0", "One"));
    assertEquals(List.of("Two"), titles());

    framework.stop(later);
    assertEquals(List.of("One"), titles());
  }

  @Test
  void what_cannot_be_read_is_told_while_its_bundle_is_there() throws Exception {
    Bundle broken = bundle("broken", "1.0.0", "");

    framework.start(broken);
    assertEquals(
        List.of(
            "broken: META-INF/pharos/dashboards/main.json: title: is missing or empty; give it a"
                + " text"),
        dashboards.problems());

    framework.stop(broken);
    assertEquals(List.of(), dashboards.problems());
  }

  @Test
  void listeners_are_told_of_what_comes_and_goes() throws Exception {
    Semaphore told = new Semaphore(0);
    Bundle mysql = bundle("org.example.mysql", "1.0.0", "MySQL");
    try (AutoCloseable _ = dashboards.onChange(told::release)) {
      framework.start(mysql);
      assertTrue(told.tryAcquire(5, TimeUnit.SECONDS));

      framework.stop(mysql);
      assertTrue(told.tryAcquire(5, TimeUnit.SECONDS));
    }
  }

  private List<String> titles() {
    return dashboards.list(access).stream().map(Dashboard::title).toList();
  }

  private Bundle bundle(String symbolicName, String version, String title) throws IOException {
    Path content = Files.createDirectories(folder.resolve(symbolicName + "-" + version));
    Files.writeString(
        content.resolve("main.json"),
        """
        {"title": "%s", "panels": [{"type": "stat", "grid": {}, "queries": [{"expr": "up"}]}]}
        """
            .formatted(title));
    return FakeBundle.of(symbolicName, version, content);
  }
}
