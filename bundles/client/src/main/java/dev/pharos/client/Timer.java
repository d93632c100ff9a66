package dev.pharos.client;

import java.util.function.DoubleConsumer;

/**
 * Measures how long something takes and observes it in seconds.
 *
 * <pre>{@code
 * try (Timer timer = duration.startTimer()) {
 *   answer();
 * }
 * }</pre>
 */
public final class Timer implements AutoCloseable {

  private final DoubleConsumer into;
  private final long startNanos = System.nanoTime();

  Timer(DoubleConsumer into) {
    this.into = into;
  }

  /** Observes the time since the start, and tells it in seconds. */
  public double observeDuration() {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    into.accept(seconds);
    return seconds;
  }

  /** Observes the time since the start. */
  @Override
  public void close() {
    observeDuration();
  }
}
