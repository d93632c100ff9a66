package dev.pharos.distribution.launcher.framework;

import dev.pharos.distribution.launcher.feature.Feature;
import dev.pharos.distribution.launcher.log.OsgiLog;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The running framework, from its bundles on disk to its last start level.
 *
 * <p>It starts in three steps: up to level {@value #SETTINGS_LEVEL} run the log, Config Admin and
 * Service Component Runtime; then the settings are handed over; then all the rest of the features
 * starts and finds them; at last what was dropped in. A bundle that does not resolve or start is
 * told in words and stops no other.
 */
public final class Platform implements AutoCloseable {

  static final int SETTINGS_LEVEL = 4;

  /** Here bundles of the features run; those that were dropped in are installed and no more. */
  public static final int FEATURES_LEVEL = 25;

  public static final int LAST_LEVEL = 30;

  private static final Logger LOG = System.getLogger(Platform.class.getName());
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private final Framework framework;
  private final OsgiLog log;

  private Platform(Framework framework, OsgiLog log) {
    this.framework = framework;
    this.log = log;
  }

  /**
   * Starts the framework and waits until its last start level is reached.
   *
   * @param features what is to run
   * @param bundles the folder of their bundles
   * @param cache where the framework keeps bundles between starts
   * @param properties fills in {@code ${name}} in the features' framework properties, and goes to
   *     the framework itself
   * @param settings what Config Admin is to hold
   */
  public static Platform start(
      List<Feature> features,
      Path bundles,
      Path cache,
      Map<String, String> properties,
      Map<String, Map<String, Object>> settings)
      throws BundleException, IOException, InterruptedException {
    Files.createDirectories(cache);
    Framework framework =
        new FrameworkFactory().newFramework(configuration(features, cache, properties));
    framework.init();
    BundleContext context = framework.getBundleContext();
    FrameworkErrors errors = new FrameworkErrors();
    context.addFrameworkListener(errors);
    Platform platform = new Platform(framework, new OsgiLog(context));
    try {
      new BundleCache(context, cache).bringInLine(features, bundles);
      offerExplanations(context);
      framework.start();
      new Configurations(context).push(settings);
      raise(framework);
      errors.tellAll();
      return platform;
    } catch (BundleException | IOException | RuntimeException e) {
      platform.close();
      throw e;
    }
  }

  /** Lets bundles ask, by its id, why another does not resolve. */
  private static void offerExplanations(BundleContext context) {
    LongFunction<String> explain =
        id -> {
          Bundle bundle = context.getBundle(id);
          return bundle == null || bundle.getState() != Bundle.INSTALLED
              ? ""
              : new Unresolved(List.of(context.getBundles())).explain(bundle);
        };
    context.registerService(
        LongFunction.class,
        explain,
        FrameworkUtil.asDictionary(Map.of("pharos.explain", "bundle")));
  }

  private static Map<String, String> configuration(
      List<Feature> features, Path cache, Map<String, String> properties) {
    Map<String, String> configuration = new HashMap<>();
    for (Feature feature : features) {
      feature
          .frameworkProperties()
          .forEach((key, value) -> configuration.put(key, filledIn(value, properties)));
    }
    configuration.putAll(properties);
    configuration.put(Constants.FRAMEWORK_STORAGE, cache.toString());
    configuration.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(SETTINGS_LEVEL));
    // Without this Felix writes to standard output; what matters comes as framework events.
    configuration.put("felix.log.level", "0");
    return configuration;
  }

  static String filledIn(String value, Map<String, String> properties) {
    String text = value;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      text = text.replace("${" + property.getKey() + "}", property.getValue());
    }
    return text;
  }

  /**
   * Starts all bundles: those of the features, and then those that were dropped in.
   *
   * <p>In between nobody else starts any, so all that can be is resolved here. The framework lets a
   * start fail that meets such a resolve, and who watches the drop folder does not try again.
   */
  static void raise(Framework framework) throws InterruptedException {
    raiseTo(framework, FEATURES_LEVEL);
    framework.adapt(FrameworkWiring.class).resolveBundles(null);
    new Unresolved(List.of(framework.getBundleContext().getBundles()))
        .explain()
        .forEach(line -> LOG.log(Level.ERROR, line));
    raiseTo(framework, LAST_LEVEL);
  }

  private static void raiseTo(Framework framework, int level) throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    framework
        .adapt(FrameworkStartLevel.class)
        .setStartLevel(
            level,
            event -> {
              if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED
                  || event.getType() == FrameworkEvent.ERROR) {
                reached.countDown();
              }
            });
    reached.await();
  }

  /** Where services are found. */
  public BundleContext context() {
    return framework.getBundleContext();
  }

  /** Waits until the framework has stopped, on whoever's demand. */
  public void awaitStop() throws InterruptedException {
    framework.waitForStop(0);
  }

  /** Asks the framework to stop and returns at once. */
  public void stop() {
    try {
      framework.stop();
    } catch (BundleException e) {
      LOG.log(Level.ERROR, "The framework does not stop", e);
    }
  }

  /** Stops the framework and waits, at most 20 seconds or until interrupted. */
  @Override
  public void close() {
    stop();
    try {
      FrameworkEvent end = framework.waitForStop(STOP_TIMEOUT.toMillis());
      if (end.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
        LOG.log(
            Level.WARNING,
            "Bundles are still stopping after " + STOP_TIMEOUT.toSeconds() + " s; ending without");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.close();
  }
}
