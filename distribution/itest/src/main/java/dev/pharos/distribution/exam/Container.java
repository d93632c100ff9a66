package dev.pharos.distribution.exam;

import static org.ops4j.pax.exam.CoreOptions.bootDelegationPackages;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.options;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ops4j.pax.exam.ConfigurationFactory;
import org.ops4j.pax.exam.Constants;
import org.ops4j.pax.exam.ExamSystem;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.TestContainer;
import org.ops4j.pax.exam.TestContainerException;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.ops4j.pax.exam.nat.internal.NativeTestContainer;
import org.ops4j.pax.exam.spi.DefaultExamSystem;
import org.ops4j.pax.exam.spi.PaxExamRuntime;
import org.osgi.framework.Bundle;

/** One framework with this module's test classes installed as its probe bundle. */
final class Container implements AutoCloseable {

  /** Complains of bundles whose start level is still to come; held, or its level is forgotten. */
  private static final Logger PAX_EXAM = Logger.getLogger("org.ops4j");

  private final TestContainer container;
  private final Bundle probe;

  private Container(TestContainer container, Bundle probe) {
    this.container = container;
    this.probe = probe;
  }

  static Container start(Class<? extends ConfigurationFactory> configuration, Class<?> anchor) {
    // Pax Exam would look for unresolved bundles before all start levels are reached.
    System.setProperty(Constants.EXAM_FAIL_ON_UNRESOLVED_KEY, "false");
    PAX_EXAM.setLevel(Level.OFF);
    try {
      ConfigurationFactory factory = configuration.getDeclaredConstructor().newInstance();
      Option[] own = factory.createConfiguration();
      ExamSystem system = DefaultExamSystem.create(options(composite(own), testApi()));
      TestContainer container = PaxExamRuntime.createContainer(system);
      try {
        startWithBareContext(container, factory);
        requireResolved(((NativeTestContainer) container).getSystemBundle());
        return new Container(container, installProbe(system, container, anchor));
      } catch (Exception e) {
        container.stop();
        throw e;
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new TestContainerException(e);
    }
  }

  /** A bundle that does not resolve is an error here, not just a line in the log. */
  private static void requireResolved(Bundle framework) {
    List<String> unresolved =
        Arrays.stream(framework.getBundleContext().getBundles())
            .filter(bundle -> bundle.getState() == Bundle.INSTALLED)
            .map(Bundle::getSymbolicName)
            .toList();
    if (!unresolved.isEmpty()) {
      throw new TestContainerException("These bundles do not resolve: " + unresolved);
    }
  }

  private static Bundle installProbe(ExamSystem system, TestContainer container, Class<?> anchor)
      throws IOException {
    TestProbeBuilder builder = system.createProbe();
    builder.addTest(anchor, "anchor");
    Bundle framework = ((NativeTestContainer) container).getSystemBundle();
    try (InputStream stream = builder.build().getStream()) {
      Bundle probe = framework.getBundleContext().getBundle(container.installProbe(stream));
      if (probe == null || probe.getState() != Bundle.ACTIVE) {
        throw new TestContainerException("The probe bundle did not start: " + probe);
      }
      return probe;
    }
  }

  /** Framework threads inherit the context class loader; as in life it must not see the tests. */
  private static void startWithBareContext(TestContainer container, ConfigurationFactory factory)
      throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader launching = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      container.start();
      if (factory instanceof WhenStarted more) {
        more.started(((NativeTestContainer) container).getSystemBundle().getBundleContext());
      }
    } finally {
      thread.setContextClassLoader(launching);
    }
  }

  /** Bundles see the test API of the launching class path, so there is only one JUnit. */
  private static Option testApi() {
    return composite(
        frameworkProperty("org.osgi.framework.bundle.parent").value("framework"),
        bootDelegationPackages(
            "org.junit.*",
            "org.opentest4j",
            "org.apiguardian.api",
            "org.jspecify.*",
            InContainer.class.getPackageName()));
  }

  Class<?> loadFromProbe(String name) throws ClassNotFoundException {
    return probe.loadClass(name);
  }

  @Override
  public void close() {
    container.stop();
  }
}
