package dev.pharos.distribution.exam;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.ops4j.pax.exam.ConfigurationFactory;

/**
 * Gives JUnit's launcher a context class loader that answers for {@link InContainer} classes with
 * the class of the probe bundle. Frameworks start when first needed and stop with the session.
 */
public final class InContainerSession implements LauncherSessionListener {

  private static final Map<String, Throwable> FAILURES = new ConcurrentHashMap<>();

  private final Map<Class<? extends ConfigurationFactory>, Container> containers =
      new LinkedHashMap<>();
  private @Nullable ClassLoader original;

  /** Why the framework of a configuration did not start, or null. */
  static @Nullable Throwable failureOf(Class<? extends ConfigurationFactory> configuration) {
    return FAILURES.get(configuration.getName());
  }

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Thread thread = Thread.currentThread();
    original = thread.getContextClassLoader();
    thread.setContextClassLoader(new ProbeClassLoader(original));
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    Thread.currentThread().setContextClassLoader(original);
    synchronized (containers) {
      containers.values().forEach(Container::close);
      containers.clear();
    }
  }

  private @Nullable Container container(
      Class<? extends ConfigurationFactory> configuration, Class<?> anchor) {
    synchronized (containers) {
      Container container = containers.get(configuration);
      if (container == null && failureOf(configuration) == null) {
        try {
          container = Container.start(configuration, anchor);
          containers.put(configuration, container);
        } catch (RuntimeException | LinkageError e) {
          // Thrown later, by the extension of each class: here it would end the discovery of tests.
          FAILURES.put(configuration.getName(), e);
        }
      }
      return container;
    }
  }

  private final class ProbeClassLoader extends ClassLoader {

    // The loader must not hold a lock while a framework starts: its threads load classes too.
    static {
      registerAsParallelCapable();
    }

    ProbeClassLoader(ClassLoader parent) {
      super("probe", parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      Class<?> outside = super.loadClass(name, resolve);
      Class<? extends ConfigurationFactory> configuration = configurationOf(outside);
      Container container = configuration == null ? null : container(configuration, outside);
      return container == null ? outside : container.loadFromProbe(name);
    }

    private static @Nullable Class<? extends ConfigurationFactory> configurationOf(Class<?> type) {
      for (Class<?> c = type; c != null; c = c.getEnclosingClass()) {
        InContainer marker = c.getAnnotation(InContainer.class);
        if (marker != null) {
          return marker.value();
        }
      }
      return null;
    }
  }
}
