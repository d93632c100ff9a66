package dev.pharos.distribution.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * What bundles offer to the launcher: commands to run, and lines to show when all is ready.
 *
 * <p>Both are services of JDK types, for the launcher shares no other class with bundles: {@code
 * Callable} with the property {@code pharos.command}, and {@code Supplier} of text with {@code
 * pharos.banner}, an integer by which the lines are ordered.
 */
final class Commands {

  private final BundleContext framework;

  Commands(BundleContext framework) {
    this.framework = framework;
  }

  /**
   * Runs a command.
   *
   * @param name the value of {@code pharos.command}
   * @param patience how long to wait for a bundle to offer it
   * @return whether a bundle offered it in time
   * @throws Exception what the command threw
   */
  boolean run(String name, Duration patience) throws Exception {
    ServiceTracker<Object, Callable<?>> tracker =
        new ServiceTracker<>(
            framework,
            FrameworkUtil.createFilter(
                "(&(objectClass=java.util.concurrent.Callable)(pharos.command=" + name + "))"),
            null);
    tracker.open();
    try {
      Callable<?> command = tracker.waitForService(patience.toMillis());
      if (command == null) {
        return false;
      }
      command.call();
      return true;
    } finally {
      tracker.close();
    }
  }

  /** The lines to show, in order. A bundle that has none at the moment offers an empty text. */
  List<String> banner() throws InvalidSyntaxException {
    ServiceReference<?>[] references =
        framework.getAllServiceReferences(Supplier.class.getName(), "(pharos.banner=*)");
    if (references == null) {
      return List.of();
    }
    List<ServiceReference<?>> ordered = new ArrayList<>(List.of(references));
    ordered.sort(Comparator.comparingInt(Commands::order));
    List<String> lines = new ArrayList<>();
    for (ServiceReference<?> reference : ordered) {
      if (framework.getService(reference) instanceof Supplier<?> supplier) {
        String text = String.valueOf(supplier.get());
        text.lines().filter(line -> !line.isBlank()).forEach(lines::add);
        framework.ungetService(reference);
      }
    }
    return lines;
  }

  private static int order(ServiceReference<?> reference) {
    return reference.getProperty("pharos.banner") instanceof Number order ? order.intValue() : 0;
  }
}
