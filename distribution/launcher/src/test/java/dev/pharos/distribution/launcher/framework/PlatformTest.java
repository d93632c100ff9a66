package dev.pharos.distribution.launcher.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.distribution.launcher.feature.BundleId;
import dev.pharos.distribution.launcher.feature.Feature;
import dev.pharos.distribution.launcher.feature.Feature.StartedBundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

class PlatformTest {

  @TempDir Path dir;

  private Framework framework;

  @BeforeEach
  void start_an_empty_framework() throws BundleException, IOException {
    Files.createDirectories(dir.resolve("bundles"));
    framework = start();
  }

  @AfterEach
  void stop_it() throws BundleException, InterruptedException {
    framework.stop();
    framework.waitForStop(5000);
  }

  @Test
  void bundles_of_features_are_installed_and_kept_over_a_restart() throws Exception {
    bundle("a", "1.0");
    bringInLine("a:1.0");
    long id = location("pharos:g:a").getBundleId();

    restart();
    bringInLine("a:1.0");

    assertEquals(id, location("pharos:g:a").getBundleId());
    assertEquals("1.0.0", location("pharos:g:a").getVersion().toString());
  }

  @Test
  void a_new_version_updates_the_same_bundle() throws Exception {
    bundle("a", "1.0");
    bringInLine("a:1.0");
    long id = location("pharos:g:a").getBundleId();

    bundle("a", "2.0");
    bringInLine("a:2.0");

    assertEquals(id, location("pharos:g:a").getBundleId());
    assertEquals("2.0.0", location("pharos:g:a").getVersion().toString());
  }

  @Test
  void a_bundle_no_longer_named_goes_and_one_that_came_another_way_stays() throws Exception {
    bundle("a", "1.0");
    Path dropped = bundle("dropped", "1.0");
    bringInLine("a:1.0");
    context().installBundle(dropped.toUri().toString());

    bringInLine();

    assertNull(context().getBundle("pharos:g:a"));
    assertEquals("dropped", location(dropped.toUri().toString()).getSymbolicName());
  }

  @Test
  void a_missing_or_broken_file_does_not_keep_the_others_away() throws Exception {
    bundle("a", "1.0");
    Files.writeString(dir.resolve("bundles/broken-1.0.jar"), "no jar");

    bringInLine("broken:1.0", "missing:1.0", "a:1.0");

    assertEquals("a", location("pharos:g:a").getSymbolicName());
    assertNull(context().getBundle("pharos:g:missing"));
  }

  @Test
  void a_missing_package_is_named_with_its_range() throws Exception {
    bundle("needy", "1.0", "Import-Package", "org.thing;version=\"[1.2,2)\"");
    bringInLine("needy:1.0");

    assertEquals(
        List.of(
            "needy does not resolve: it needs package org.thing [1.2.0,2.0.0), which no bundle"
                + " offers"),
        explain());
  }

  @Test
  void a_package_of_another_version_is_named_with_who_offers_it() throws Exception {
    bundle("needy", "1.0", "Import-Package", "org.thing;version=\"[2,3)\"");
    bundle("thing", "1.0", "Export-Package", "org.thing;version=\"1.4\"");
    bringInLine("needy:1.0", "thing:1.0");
    location("pharos:g:thing").start();

    assertEquals(
        List.of(
            "needy does not resolve: it needs package org.thing [2.0.0,3.0.0) (thing offers"
                + " 1.4.0)"),
        explain());
  }

  @Test
  void those_that_only_wait_are_told_after_the_cause() throws Exception {
    bundle("a", "1.0", "Import-Package", "org.b");
    bundle("b", "1.0", "Export-Package", "org.b", "Import-Package", "org.missing");
    bringInLine("a:1.0", "b:1.0");

    assertEquals(
        List.of(
            "b does not resolve: it needs package org.missing in any version, which no bundle"
                + " offers",
            "a waits for b"),
        explain());
  }

  @Test
  void an_optional_package_is_no_reason() throws Exception {
    bundle("a", "1.0", "Import-Package", "org.maybe;resolution:=optional");
    bringInLine("a:1.0");
    location("pharos:g:a").start();

    assertEquals(List.of(), explain());
  }

  @Test
  void what_was_dropped_starts_although_the_platform_looks_for_what_does_not_resolve()
      throws Exception {
    Bundle dropped = context().installBundle(bundle("dropped", "1.0").toUri().toString());
    dropped.adapt(BundleStartLevel.class).setStartLevel(Platform.FEATURES_LEVEL + 1);
    FutureTask<Boolean> starts = new FutureTask<>(() -> startOnceItMay(dropped));
    Thread starter = new Thread(starts, "starter of what was dropped");
    context()
        .registerService(
            ResolverHookFactory.class,
            triggers -> {
              awaitWaiting(starter);
              return new AnythingResolves();
            },
            null);
    starter.start();

    Platform.raise(framework);

    assertTrue(starts.get(10, TimeUnit.SECONDS), "interrupted");
    assertEquals(Bundle.ACTIVE, dropped.getState());
  }

  /** Starts a bundle as soon as its level is reached; false if it was interrupted meanwhile. */
  private boolean startOnceItMay(Bundle bundle) throws BundleException {
    while (level() < Platform.LAST_LEVEL) {
      Thread.onSpinWait();
    }
    bundle.start();
    return !Thread.interrupted();
  }

  /**
   * Lets whoever resolves go on when the starter has the lock of its bundle and wants to resolve.
   */
  private void awaitWaiting(Thread starter) {
    while (level() == Platform.LAST_LEVEL
        && Thread.currentThread() != starter
        && starter.isAlive()
        && starter.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private int level() {
    return framework.adapt(FrameworkStartLevel.class).getStartLevel();
  }

  private static final class AnythingResolves implements ResolverHook {
    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {}

    @Override
    public void filterSingletonCollisions(
        BundleCapability singleton, Collection<BundleCapability> candidates) {}

    @Override
    public void filterMatches(
        BundleRequirement requirement, Collection<BundleCapability> candidates) {}

    @Override
    public void end() {}
  }

  @Test
  void framework_properties_are_filled_in() {
    assertEquals(
        "/home/x/deploy",
        Platform.filledIn("${pharos.home}/deploy", Map.of("pharos.home", "/home/x")));
  }

  private List<String> explain() {
    List<Bundle> all = new ArrayList<>(List.of(context().getBundles()));
    assertTrue(all.size() > 1);
    for (Bundle bundle : all.subList(1, all.size())) {
      try {
        bundle.start();
      } catch (BundleException expected) {
        // What is wrong is what the test asks for.
      }
    }
    return new Unresolved(all).explain();
  }

  private void bringInLine(String... artifacts) throws IOException {
    List<StartedBundle> bundles = new ArrayList<>();
    for (String artifact : artifacts) {
      bundles.add(new StartedBundle(BundleId.parse("g:" + artifact), 1));
    }
    Feature feature = new Feature("g:test:1", bundles, Map.of(), Map.of());
    new BundleCache(context(), dir.resolve("cache"))
        .bringInLine(List.of(feature), dir.resolve("bundles"));
  }

  private Path bundle(String name, String version, String... headers) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.putValue("Manifest-Version", "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", name);
    main.putValue("Bundle-Version", version);
    for (int i = 0; i < headers.length; i += 2) {
      main.putValue(headers[i], headers[i + 1]);
    }
    Path file = dir.resolve("bundles").resolve(name + "-" + version + ".jar");
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
    return file;
  }

  private Bundle location(String location) {
    Bundle bundle = context().getBundle(location);
    assertTrue(bundle != null, location);
    return bundle;
  }

  private BundleContext context() {
    return framework.getBundleContext();
  }

  private void restart() throws BundleException, InterruptedException {
    stop_it();
    framework = start();
  }

  private Framework start() throws BundleException {
    Framework started =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    dir.resolve("cache").toString(),
                    "felix.log.level",
                    "0"));
    started.start();
    return started;
  }
}
