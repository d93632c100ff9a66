package dev.pharos.ui.app;

import com.vaadin.flow.shared.Registration;
import dev.pharos.ui.api.ViewContext;
import java.lang.System.Logger.Level;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a page up to date with a service that tells of its changes, over all its comings and
 * goings.
 *
 * @param <T> the service
 */
public final class Watch<T> implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Watch.class.getName());

  private final Live<T> live;
  private final BiFunction<T, Runnable, AutoCloseable> subscribe;
  private final Runnable changed;
  private final Registration comings;
  private @Nullable AutoCloseable subscription;
  private boolean closed;

  private Watch(Live<T> live, BiFunction<T, Runnable, AutoCloseable> subscribe, Runnable changed) {
    this.live = live;
    this.subscribe = subscribe;
    this.changed = changed;
    this.comings = live.onChange(this::replaced);
    subscribeAnew();
  }

  /**
   * Refreshes a page until it is left.
   *
   * @param subscribe the service's own way to tell of changes, such as {@code
   *     ActiveTargets::onChange}
   * @param refresh run under the session's lock
   */
  public static <T> void on(
      ViewContext context,
      Live<T> live,
      BiFunction<T, Runnable, AutoCloseable> subscribe,
      Runnable refresh) {
    context.closeAtEnd(new Watch<>(live, subscribe, () -> context.update(refresh)));
  }

  private void replaced() {
    subscribeAnew();
    changed.run();
  }

  private synchronized void subscribeAnew() {
    end();
    if (!closed) {
      subscription = live.get().map(service -> subscribe.apply(service, changed)).orElse(null);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    comings.remove();
    end();
  }

  private void end() {
    AutoCloseable ending = subscription;
    subscription = null;
    if (ending != null) {
      try {
        ending.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "A subscription of a page does not close", e);
      }
    }
  }
}
