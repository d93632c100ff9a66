package dev.pharos.distribution.soak;

import dev.pharos.storage.testkit.WriteRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes step after step to a server at an even pace until it is stopped or the server is gone; a
 * step that was not acknowledged is sent again by the next writer of the same ledger.
 */
final class Writer {

  /** Steps that a writer may be ahead of the slowest. */
  private static final long AHEAD = 10;

  private final RemoteWrite requests;
  private final Ledger ledger;
  private final List<Ledger> all;
  private final URI uri;
  private final HttpClient http;
  private final long pauseNanos;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile @Nullable String refused;

  /**
   * Starts a writer.
   *
   * @param writer which of the writers it is
   * @param all the ledgers of all writers
   */
  Writer(int writer, RemoteWrite requests, List<Ledger> all, URI uri, HttpClient http, long pause) {
    this.requests = requests;
    this.ledger = all.get(writer);
    this.all = all;
    this.uri = uri;
    this.http = http;
    this.pauseNanos = pause;
    this.thread = Thread.ofVirtual().name("writer " + writer).start(this::run);
  }

  private void run() {
    long due = System.nanoTime();
    while (!stopping) {
      long step = ledger.acknowledged() + 1;
      if (step > slowest() + AHEAD) {
        // Samples of those behind would be older than the head takes.
        LockSupport.parkNanos(1_000_000);
        continue;
      }
      ledger.sending(step);
      try {
        HttpResponse<String> answer =
            http.send(
                WriteRequest.post(uri, requests.request(step)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 == 2) {
          ledger.acknowledge(step);
        } else if (answer.statusCode() / 100 == 4) {
          refused = "step " + step + " was answered " + answer.statusCode() + " " + answer.body();
          return;
        } else {
          TimeUnit.MILLISECONDS.sleep(20);
        }
      } catch (IOException gone) {
        return; // Killed; what was in flight may be there or not.
      } catch (InterruptedException e) {
        return;
      }
      due = Math.max(due + pauseNanos, System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  private long slowest() {
    return all.stream().mapToLong(Ledger::acknowledged).min().orElse(0);
  }

  /** Lets the request under way end, and tells what the server refused, if anything. */
  @Nullable String stop() throws InterruptedException {
    stopping = true;
    thread.join();
    return refused;
  }
}
