package dev.pharos.distribution.launcher.framework;

import dev.pharos.distribution.launcher.feature.Feature;
import dev.pharos.distribution.launcher.feature.Feature.StartedBundle;
import dev.pharos.distribution.launcher.framework.BundlePlan.Wanted;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * Brings the bundles that the framework kept since the last start in line with the features.
 *
 * <p>Bundles that came another way, through the deploy folder or the web console, are left alone.
 */
final class BundleCache {

  private static final Logger LOG = System.getLogger(BundleCache.class.getName());
  private static final String OURS = "pharos:";

  private final BundleContext framework;
  private final StampFile stampFile;

  BundleCache(BundleContext framework, Path folder) {
    this.framework = framework;
    this.stampFile = new StampFile(folder.resolve("pharos-bundles"));
  }

  /**
   * Installs, updates and removes. A bundle whose file is missing or broken is told and left out.
   *
   * @param files the folder of bundles
   */
  void bringInLine(List<Feature> features, Path files) throws IOException {
    Map<String, Bundle> installed = installed();
    Map<String, Stamp> stamps = stampFile.read();
    List<Wanted> wanted = wanted(features, files, stamps);
    BundlePlan plan = BundlePlan.of(wanted, installed.keySet(), stamps);
    Map<String, Stamp> done = new HashMap<>();
    wanted.forEach(bundle -> done.put(bundle.location(), bundle.stamp()));

    for (String location : plan.uninstall()) {
      attempt(location, "remove", () -> framework.getBundle(location).uninstall());
    }
    for (Wanted bundle : plan.update()) {
      if (!attempt(bundle.location(), "update", () -> update(bundle))) {
        done.remove(bundle.location());
      }
    }
    for (Wanted bundle : plan.install()) {
      if (!attempt(bundle.location(), "install", () -> install(bundle))) {
        done.remove(bundle.location());
      }
    }
    for (Wanted bundle : wanted) {
      level(installed.get(bundle.location()), bundle.startLevel());
    }
    if (!done.equals(stamps)) {
      stampFile.write(done);
    }
    LOG.log(
        Level.DEBUG,
        () ->
            "bundles: %d wanted, %d installed, %d updated, %d removed"
                .formatted(
                    wanted.size(),
                    plan.install().size(),
                    plan.update().size(),
                    plan.uninstall().size()));
  }

  private List<Wanted> wanted(List<Feature> features, Path files, Map<String, Stamp> stamps) {
    Map<String, Wanted> wanted = new HashMap<>();
    List<String> missing = new ArrayList<>();
    for (Feature feature : features) {
      for (StartedBundle bundle : feature.bundles()) {
        Path file = files.resolve(bundle.id().fileName());
        String location = bundle.id().location();
        if (Files.isRegularFile(file)) {
          wanted.putIfAbsent(
              location,
              new Wanted(
                  location, file, bundle.startLevel(), Stamp.of(file, stamps.get(location))));
        } else {
          missing.add(bundle.id().fileName());
        }
      }
    }
    if (!missing.isEmpty()) {
      LOG.log(
          Level.ERROR,
          files
              + " lacks "
              + String.join(", ", missing)
              + ", which features name; the rest runs without");
    }
    List<Wanted> ordered = new ArrayList<>(wanted.values());
    ordered.sort(Comparator.comparingInt(Wanted::startLevel).thenComparing(Wanted::location));
    return ordered;
  }

  private Map<String, Bundle> installed() {
    Map<String, Bundle> installed = new HashMap<>();
    for (Bundle bundle : framework.getBundles()) {
      if (bundle.getLocation().startsWith(OURS)) {
        installed.put(bundle.getLocation(), bundle);
      }
    }
    return installed;
  }

  private void install(Wanted wanted) throws BundleException, IOException {
    try (InputStream in = Files.newInputStream(wanted.file())) {
      Bundle bundle = framework.installBundle(wanted.location(), in);
      level(bundle, wanted.startLevel());
      if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
        bundle.start(Bundle.START_ACTIVATION_POLICY);
      }
    }
  }

  private void update(Wanted wanted) throws BundleException, IOException {
    try (InputStream in = Files.newInputStream(wanted.file())) {
      framework.getBundle(wanted.location()).update(in);
    }
  }

  private static void level(@Nullable Bundle bundle, int level) {
    if (bundle != null) {
      BundleStartLevel startLevel = bundle.adapt(BundleStartLevel.class);
      if (startLevel.getStartLevel() != level) {
        startLevel.setStartLevel(level);
      }
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws BundleException, IOException;
  }

  private static boolean attempt(String location, String verb, Step step) {
    try {
      step.run();
      return true;
    } catch (BundleException | IOException e) {
      LOG.log(Level.ERROR, "Cannot " + verb + " the bundle " + location, e);
      return false;
    }
  }
}
