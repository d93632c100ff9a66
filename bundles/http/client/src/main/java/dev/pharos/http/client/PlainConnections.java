package dev.pharos.http.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls without encryption, proxy and body, which most scrapes are: a write and a few reads on the
 * calling thread, over connections that are kept.
 *
 * <p>The JDK's client does much more for each call, and takes several times as long. Safe for use
 * by several threads.
 */
final class PlainConnections implements AutoCloseable {

  /** As long as the original keeps idle connections. */
  private static final long MAX_IDLE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(30);

  private record Place(String host, int port) {}

  private record Idle(PlainConnection connection, long sinceNanos) {}

  private final Map<Place, Deque<Idle>> idle = new HashMap<>();
  private long sweptNanos = System.nanoTime();
  private boolean closed;

  /** Whether a call can be made here. */
  static boolean canCall(HttpCall call) {
    return call.method().equals("GET")
        && call.body() == null
        && "http".equalsIgnoreCase(call.uri().getScheme())
        && call.uri().getHost() != null
        && Thread.currentThread().isVirtual();
  }

  /**
   * Calls.
   *
   * @return as soon as the head of the answer is there
   */
  HttpAnswer call(HttpRequest request, long deadlineNanos)
      throws IOException, InterruptedException {
    URI uri = request.uri();
    Place place = new Place(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
    PlainConnection connection = null;
    boolean answered = false;
    try {
      connection = connect(place, head(request), deadlineNanos);
      PlainHead head = connection.head();
      HttpAnswer answer = new PlainAnswer(place, connection, head);
      answered = true;
      return answer;
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the call to " + place.host() + " was interrupted");
      }
      throw e;
    } finally {
      if (!answered && connection != null) {
        connection.close();
      }
    }
  }

  /** A connection over which the request has gone and the answer begins to come. */
  private PlainConnection connect(Place place, byte[] head, long deadlineNanos) throws IOException {
    PlainConnection kept;
    while ((kept = takeIdle(place)) != null) {
      if (isSent(kept, head, deadlineNanos)) {
        return kept;
      }
    }
    PlainConnection fresh = PlainConnection.open(place.host(), place.port(), deadlineNanos);
    if (isSent(fresh, head, deadlineNanos)) {
      return fresh;
    }
    throw new IOException("the connection ended without an answer");
  }

  private static boolean isSent(PlainConnection over, byte[] head, long deadlineNanos)
      throws IOException {
    boolean sent = false;
    try {
      sent = over.send(head, deadlineNanos);
      return sent;
    } finally {
      if (!sent) {
        over.close();
      }
    }
  }

  private static byte[] head(HttpRequest request) {
    URI uri = request.uri();
    StringBuilder head = new StringBuilder(512).append("GET ");
    String path = uri.getRawPath();
    head.append(path == null || path.isEmpty() ? "/" : path);
    if (uri.getRawQuery() != null) {
      head.append('?').append(uri.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(uri.getHost());
    if (uri.getPort() >= 0) {
      head.append(':').append(uri.getPort());
    }
    head.append("\r\n");
    for (Map.Entry<String, List<String>> header : request.headers().map().entrySet()) {
      for (String value : header.getValue()) {
        head.append(header.getKey()).append(": ").append(value).append("\r\n");
      }
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private synchronized @Nullable PlainConnection takeIdle(Place place) {
    Deque<Idle> there = idle.get(place);
    Idle latest = there == null ? null : there.pollLast();
    return latest == null ? null : latest.connection();
  }

  private void giveBack(Place place, PlainConnection connection) {
    connection.rest();
    long now = System.nanoTime();
    synchronized (this) {
      if (!closed) {
        idle.computeIfAbsent(place, p -> new ArrayDeque<>()).addLast(new Idle(connection, now));
        if (now - sweptNanos > SWEEP_NANOS) {
          sweptNanos = now;
          sweep(now);
        }
        return;
      }
    }
    connection.close();
  }

  private void sweep(long nowNanos) {
    for (Deque<Idle> there : idle.values()) {
      Idle oldest;
      while ((oldest = there.peekFirst()) != null
          && nowNanos - oldest.sinceNanos() > MAX_IDLE_NANOS) {
        there.removeFirst().connection().close();
      }
    }
    idle.values().removeIf(Deque::isEmpty);
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.values().forEach(there -> there.forEach(kept -> kept.connection().close()));
    idle.clear();
  }

  /** What came over a connection, which is kept when all of it was read. */
  private final class PlainAnswer implements HttpAnswer {

    private final Place place;
    private final PlainConnection connection;
    private final PlainHead head;
    private final PlainBody body;
    private boolean closed;

    PlainAnswer(Place place, PlainConnection connection, PlainHead head) throws IOException {
      this.place = place;
      this.connection = connection;
      this.head = head;
      this.body = new PlainBody(connection, head);
    }

    @Override
    public int status() {
      return head.status();
    }

    @Override
    public boolean isRedirect() {
      return head.isRedirect();
    }

    @Override
    public Optional<String> header(String name) {
      return head.field(name);
    }

    @Override
    public PlainBody body() {
      return body;
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      boolean again = false;
      try {
        again = head.keepsAlive() && body.isDone();
      } catch (IOException e) {
        // Then it is not used again.
      }
      if (again) {
        giveBack(place, connection);
      } else {
        connection.close();
      }
    }
  }
}
