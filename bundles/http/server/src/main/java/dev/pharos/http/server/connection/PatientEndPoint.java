package dev.pharos.http.server.connection;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection whose thread, having answered, looks out for the next request itself for
 * a moment before it gives the connection back to the thread that looks out for all.
 *
 * <p>A client that asks one thing after the other is then answered by one thread that wakes up once
 * for each request; otherwise three threads wake each other.
 */
final class PatientEndPoint extends SocketChannelEndPoint {

  private final Lookouts lookouts;

  private volatile @Nullable Conversation current;

  PatientEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Lookouts lookouts) {
    super(channel, selector, key, scheduler);
    this.lookouts = lookouts;
  }

  /** Only a task that may block is run by a thread of its own. */
  @Override
  public Runnable onSelected() {
    Runnable task = super.onSelected();
    return Invocable.getInvocationType(task) == Invocable.InvocationType.BLOCKING
        ? new Conversation(task)
        : task;
  }

  @Override
  protected void needsFillInterest() {
    Conversation here = here();
    if (here != null && here.answered) {
      here.wanted = true;
    } else {
      super.needsFillInterest();
    }
  }

  /**
   * Tells that a handler is called, or that it has returned.
   *
   * <p>While a handler reads a body, this thread waits to be told of more by others. Requests may
   * come so close that one follows the other before {@link #needsFillInterest} is called.
   */
  void handled(boolean returned) {
    Conversation here = here();
    if (here != null) {
      here.answered = returned;
    }
  }

  /** The conversation that this thread is in, if any. */
  private @Nullable Conversation here() {
    Conversation here = current;
    return here != null && here.thread == Thread.currentThread() ? here : null;
  }

  /** One task and, as long as the client asks again at once, those that come of it. */
  private final class Conversation implements Invocable.Task, Closeable {

    private final Runnable first;
    private @Nullable Thread thread;

    /** Whether a handler has returned since; of this thread alone, like {@link #wanted}. */
    private boolean answered;

    /** Whether input is to be waited for. */
    private boolean wanted;

    private Conversation(Runnable first) {
      this.first = first;
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      current = this;
      try (Lookouts.Lookout lookout = lookouts.over(getChannel())) {
        first.run();
        while (wanted && lookout.seesInput()) {
          wanted = false;
          answered = false;
          getFillInterest().fillable();
        }
      } finally {
        leave();
      }
    }

    private void leave() {
      answered = false;
      if (current == this) {
        current = null;
      }
      if (wanted) {
        PatientEndPoint.super.needsFillInterest();
      }
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.BLOCKING;
    }

    /** Called in place of {@link #run} where no thread is to be had. */
    @Override
    public void close() throws IOException {
      if (first instanceof Closeable closeable) {
        closeable.close();
      }
    }

    @Override
    public String toString() {
      return Objects.toString(first);
    }
  }
}
