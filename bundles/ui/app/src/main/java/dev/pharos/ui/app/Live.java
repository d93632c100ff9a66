package dev.pharos.ui.app;

import com.vaadin.flow.shared.Registration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A service that may come and go while pages look at it.
 *
 * <p>Safe for use by several threads; listeners are called on the thread that brings the change.
 *
 * @param <T> the service
 */
public final class Live<T> {

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable T service;

  /** The service that is there at this moment. Used for one operation, not kept. */
  public Optional<T> get() {
    return Optional.ofNullable(service);
  }

  void come(T newcomer) {
    service = newcomer;
    listeners.forEach(Runnable::run);
  }

  void go(T leaver) {
    if (service == leaver) {
      service = null;
      listeners.forEach(Runnable::run);
    }
  }

  /** Calls back whenever the service has come, been replaced or gone. */
  public Registration onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
