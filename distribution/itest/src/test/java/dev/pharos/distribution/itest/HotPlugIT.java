package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.distribution.exam.InContainer;
import dev.pharos.target.api.ActiveTargets;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;

/** Bundles that come, are replaced and go while the platform runs, told from the inside. */
@InContainer(Shipped.class)
class HotPlugIT {

  private static final String EXPORTER = "dev.pharos.exporter.example";
  private static final String PANEL = "dev.pharos.dashboard.panel.example";

  private BundleContext context;

  @BeforeEach
  void take(BundleContext injected) {
    context = injected;
  }

  @AfterEach
  void restore() throws BundleException {
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getSymbolicName().equals(EXPORTER) || bundle.getSymbolicName().equals(PANEL)) {
        bundle.uninstall();
      }
    }
  }

  @Test
  void the_target_of_an_exporter_comes_and_goes_with_its_bundle() throws Exception {
    Bundle bundle = install(EXPORTER);
    Eventually.within(
        Duration.ofSeconds(5), "the target is there", () -> pools().contains("example"));

    bundle.uninstall();
    Eventually.within(
        Duration.ofSeconds(5), "the target is gone", () -> !pools().contains("example"));
  }

  @Test
  void an_exporter_that_is_updated_in_place_is_scraped_on() throws Exception {
    Bundle bundle = install(EXPORTER);
    Eventually.within(
        Duration.ofSeconds(5), "the target is there", () -> pools().contains("example"));

    try (InputStream jar = Files.newInputStream(jar(EXPORTER))) {
      bundle.update(jar);
    }
    Eventually.within(
        Duration.ofSeconds(5), "the target is there again", () -> pools().contains("example"));
  }

  @Test
  void fifty_cycles_of_an_exporter_and_a_panel_leave_no_class_loader_and_no_thread()
      throws Exception {
    cycle();
    Set<Long> before = threads();
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      loaders.addAll(cycle());
    }
    Eventually.within(
        Duration.ofSeconds(20),
        "the class loaders of removed bundles are free",
        () -> {
          System.gc();
          return loaders.stream().allMatch(loader -> loader.get() == null);
        });
    Eventually.within(
        Duration.ofSeconds(20),
        "no thread is left over",
        () -> {
          Set<Long> now = threads();
          now.removeAll(before);
          return now.size() < 10;
        });
  }

  @Test
  void a_bundle_that_does_not_resolve_harms_nothing() throws Exception {
    Set<String> activeBefore = active();
    Bundle broken =
        context.installBundle(
            "test:unresolvable", Jars.bundle("test.unresolvable", "Import-Package: no.such.pkg"));
    try {
      BundleException refused = assertThrows(BundleException.class, broken::start);
      assertTrue(refused.toString().contains("no.such.pkg"), refused.toString());
      assertEquals(activeBefore, active());
    } finally {
      broken.uninstall();
    }
  }

  private List<WeakReference<ClassLoader>> cycle() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    List<Bundle> bundles = List.of(install(EXPORTER), install(PANEL));
    Eventually.within(
        Duration.ofSeconds(5), "the target is there", () -> pools().contains("example"));
    for (Bundle bundle : bundles) {
      loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
      bundle.uninstall();
    }
    Eventually.within(
        Duration.ofSeconds(5), "the target is gone", () -> !pools().contains("example"));
    return loaders;
  }

  private Bundle install(String name) throws Exception {
    try (InputStream jar = Files.newInputStream(jar(name))) {
      Bundle bundle = context.installBundle("test:" + name, jar);
      bundle.start();
      assertEquals(Bundle.ACTIVE, bundle.getState());
      return bundle;
    }
  }

  private static Path jar(String name) {
    Path jar = Path.of(System.getProperty("itest.examples"), name + ".jar");
    assertFalse(Files.notExists(jar), jar + " is not there");
    return jar;
  }

  private List<String> pools() {
    return Osgi.call(context, ActiveTargets.class, ActiveTargets::pools);
  }

  private Set<String> active() {
    Set<String> names = new HashSet<>();
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getState() == Bundle.ACTIVE) {
        names.add(bundle.getSymbolicName());
      }
    }
    return names;
  }

  private static Set<Long> threads() {
    Set<Long> ids = new HashSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ids.add(thread.threadId());
    }
    return ids;
  }
}
