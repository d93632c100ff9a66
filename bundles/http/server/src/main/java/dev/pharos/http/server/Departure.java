package dev.pharos.http.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The client of one request, who may go away before the answer begins.
 *
 * <p>A connection is not read while its request is being answered, so nobody would notice. Once the
 * request {@linkplain #watch takes long}, this reads it: the end of the stream is the client's
 * departure. A byte that comes instead is of a request sent ahead of its turn; it is lost, and so
 * the connection is closed after this answer, which makes a client send that request again.
 */
final class Departure implements Callback {

  private final EndPoint connection;
  private final Departures departures;
  private volatile long sinceNanos;
  private @Nullable Runnable told;
  private boolean watching;
  private boolean ended;
  private boolean spoiled;

  Departure(EndPoint connection, Departures departures) {
    this.connection = connection;
    this.departures = departures;
  }

  /** When somebody began to want to know. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** Says what is to be done when the client has gone. */
  void tell(Runnable wanted) {
    synchronized (this) {
      if (ended) {
        return;
      }
      told = wanted;
    }
    sinceNanos = System.nanoTime();
    departures.add(this);
  }

  /** Begins to read the connection. */
  synchronized void watch() {
    if (!ended) {
      watching = connection.tryFillInterested(this);
    }
  }

  /**
   * Says that the answer begins, or that there will be none.
   *
   * @return whether the connection must be closed after it
   */
  boolean end() {
    boolean withdraw;
    synchronized (this) {
      if (ended) {
        return spoiled;
      }
      ended = true;
      withdraw = watching;
    }
    if (told != null) {
      departures.remove(this);
    }
    if (withdraw && connection instanceof AbstractEndPoint endPoint) {
      // Nobody else can be waiting: the connection's own reading goes on after the answer.
      endPoint.getFillInterest().onFail(new CancellationException("the answer begins"));
    }
    return spoiled;
  }

  /** There is something to be read. */
  @Override
  public void succeeded() {
    Runnable gone = null;
    synchronized (this) {
      watching = false;
      if (ended) {
        return;
      }
      switch (read()) {
        case -1 -> gone = told;
        case 0 -> watching = connection.tryFillInterested(this);
        default -> spoiled = true;
      }
    }
    if (gone != null) {
      gone.run();
    }
  }

  private int read() {
    ByteBuffer one = BufferUtil.allocate(1);
    try {
      return connection.fill(one);
    } catch (IOException e) {
      // Reset by the client.
      return -1;
    }
  }

  /** The connection was idle for too long, or is watched no more. */
  @Override
  public void failed(Throwable why) {
    synchronized (this) {
      watching = false;
    }
  }
}
