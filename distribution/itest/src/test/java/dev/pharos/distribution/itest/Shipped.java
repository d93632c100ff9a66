package dev.pharos.distribution.itest;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.CoreOptions.workingDirectory;

import dev.pharos.distribution.exam.WhenStarted;
import dev.pharos.distribution.launcher.feature.Feature;
import dev.pharos.distribution.launcher.feature.FeatureReader;
import dev.pharos.distribution.launcher.feature.InvalidFeatureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.ops4j.pax.exam.ConfigurationFactory;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The bundles of the shipped distribution, those of its shape {@code server}, in a test container.
 */
public final class Shipped implements ConfigurationFactory, WhenStarted {

  private static final int SETTINGS_LEVEL = 4;
  private static final int LAST_LEVEL = 30;

  private final Path work = Path.of(System.getProperty("itest.work"), "container");

  @Override
  public Option[] createConfiguration() {
    try {
      Path home = Server.shipped();
      List<Option> all = new ArrayList<>();
      all.add(workingDirectory(work.resolve("framework").toString()));
      all.add(cleanCaches(true));
      all.add(systemTimeout(30_000));
      all.add(frameworkStartLevel(SETTINGS_LEVEL));
      for (Feature feature : new FeatureReader(home.resolve("features")).shape("server")) {
        feature
            .frameworkProperties()
            .forEach((key, value) -> all.add(frameworkProperty(key).value(filledIn(value))));
        for (Feature.StartedBundle started : feature.bundles()) {
          Path jar = home.resolve("bundles").resolve(started.id().fileName());
          all.add(bundle("reference:" + jar.toUri()).startLevel(started.startLevel()));
        }
      }
      return options(composite(all.toArray(Option[]::new)));
    } catch (InvalidFeatureException e) {
      throw new IllegalStateException(e);
    }
  }

  private String filledIn(String value) {
    return value
        .replace("${pharos.home}", Server.shipped().toString())
        .replace("${pharos.state}", work.resolve("state").toString())
        .replace("${pharos.deploy}", work.resolve("deploy").toString());
  }

  @Override
  public void started(BundleContext framework) throws Exception {
    Files.createDirectories(work.resolve("deploy"));
    Path prometheus = work.resolve("prometheus.yml");
    Files.writeString(prometheus, "global:\n  scrape_interval: 1s\n");
    settings(
        framework,
        Map.of(
            "dev.pharos.http.listener~main",
            Map.of("host", "127.0.0.1", "port", 0, "prefix", ""),
            "dev.pharos.config.yaml",
            Map.of(
                "prometheus.file", prometheus.toString(),
                "alertmanager.file", work.resolve("alertmanager.yml").toString(),
                "pharos.file", work.resolve("pharos.yml").toString()),
            "dev.pharos.storage.tsdb",
            Map.of("path", work.resolve("data").toString()),
            "dev.pharos.document.files",
            Map.of("path", work.resolve("state/documents").toString()),
            "dev.pharos.identity.local",
            Map.of("path", work.resolve("state/identity").toString()),
            "dev.pharos.web.prometheus",
            Map.of("flags", "{}", "version", "test")));
    raise(framework);
    for (ServiceReference<?> load :
        framework.getServiceReferences(Callable.class, "(pharos.command=load)")) {
      ((Callable<?>) framework.getService(load)).call();
      framework.ungetService(load);
    }
  }

  private static void settings(
      BundleContext framework, Map<String, Map<String, ? extends Object>> settings)
      throws IOException {
    ServiceReference<ConfigurationAdmin> reference =
        framework.getServiceReference(ConfigurationAdmin.class);
    ConfigurationAdmin admin = framework.getService(reference);
    for (var entry : settings.entrySet()) {
      String[] pid = entry.getKey().split("~", 2);
      var configuration =
          pid.length == 1
              ? admin.getConfiguration(pid[0], "?")
              : admin.getFactoryConfiguration(pid[0], pid[1], "?");
      configuration.update(FrameworkUtil.asDictionary(Map.copyOf(entry.getValue())));
    }
    framework.ungetService(reference);
  }

  private static void raise(BundleContext framework) {
    CountDownLatch reached = new CountDownLatch(1);
    framework
        .getBundle(0)
        .adapt(FrameworkStartLevel.class)
        .setStartLevel(LAST_LEVEL, event -> reached.countDown());
    try {
      reached.await();
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException("interrupted while starting", e));
    }
  }
}
