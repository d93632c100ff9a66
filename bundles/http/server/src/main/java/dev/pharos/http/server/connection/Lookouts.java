package dev.pharos.http.server.connection;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Selectors for one channel each, kept for the next channel.
 *
 * <p>Safe for any number of threads; a {@link Lookout} is one thread's.
 */
final class Lookouts extends AbstractLifeCycle {

  private static final System.Logger LOG = System.getLogger(Lookouts.class.getName());

  /** Clients that ask again at once do so within this time; for others, few threads are held. */
  private static final Duration PATIENCE = Duration.ofMillis(10);

  /** Idle selectors that are kept; each is two or three open files. */
  private static final int KEPT = 8;

  private final BlockingQueue<Selector> idle = new ArrayBlockingQueue<>(KEPT);

  Lookout over(SocketChannel channel) {
    return new Lookout(channel);
  }

  @Override
  protected void doStop() {
    for (Selector selector = idle.poll(); selector != null; selector = idle.poll()) {
      discard(selector);
    }
  }

  /** Takes back a selector without a channel. */
  private void keep(Selector selector) {
    if (!isStarted() || !idle.offer(selector)) {
      discard(selector);
    } else if (!isStarted()) {
      // Stopped in between, and perhaps too late to be found there.
      doStop();
    }
  }

  private static void discard(Selector selector) {
    try {
      selector.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A selector did not close in good order", e);
    }
  }

  /** Waits for input of one channel. */
  final class Lookout implements AutoCloseable {

    private final SocketChannel channel;
    private @Nullable Selector selector;
    private @Nullable SelectionKey key;

    private Lookout(SocketChannel channel) {
      this.channel = channel;
    }

    /**
     * Whether there is something to read, or the end of it, within a moment.
     *
     * <p>Not where the channel is closed or the thread interrupted: whoever looks out for all
     * connections knows what to do then.
     */
    boolean seesInput() {
      try {
        if (selector == null) {
          Selector kept = idle.poll();
          selector = kept == null ? channel.provider().openSelector() : kept;
          key = channel.register(selector, SelectionKey.OP_READ);
        }
        return selector.select(ready -> {}, PATIENCE.toMillis()) > 0;
      } catch (IOException | ClosedSelectorException | CancelledKeyException closed) {
        return false;
      }
    }

    @Override
    public void close() {
      if (selector == null) {
        return;
      }
      try {
        if (key != null) {
          key.cancel();
          // Only now does the channel belong to the other selector alone.
          selector.selectNow();
        }
        keep(selector);
      } catch (IOException | ClosedSelectorException broken) {
        discard(selector);
      }
    }
  }
}
