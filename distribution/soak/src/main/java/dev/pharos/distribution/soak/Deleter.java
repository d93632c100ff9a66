package dev.pharos.distribution.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Deletes spans of single series all the time, and frees their space now and then. */
final class Deleter {

  private static final int MARGIN = 50;
  private static final int LONGEST = 400;

  /** A call that deletes steps of one series. */
  record Request(Load load, int writer, Ledger.Deletion deletion) {

    /** Whether the server has answered that it is done. */
    boolean send(ServerProcess server) throws InterruptedException {
      String selector = "soak{writer=\"" + writer + "\",series=\"" + deletion.series() + "\"}";
      return server.delete(selector, load.millis(deletion.first()), load.millis(deletion.last()));
    }

    void enter(List<Ledger> ledgers) {
      ledgers.get(writer).delete(deletion);
    }
  }

  private final Load load;
  private final List<Ledger> ledgers;
  private final ServerProcess server;
  private final Random random;
  private final List<Request> unfinished = new ArrayList<>();
  private final Thread thread = Thread.ofVirtual().name("deleter").unstarted(this::run);
  private volatile boolean stopping;

  Deleter(Load load, List<Ledger> ledgers, ServerProcess server, Random random) {
    this.load = load;
    this.ledgers = ledgers;
    this.server = server;
    this.random = random;
    thread.start();
  }

  private void run() {
    try {
      while (!stopping) {
        int writer = random.nextInt(load.writers());
        long end = ledgers.get(writer).acknowledged() - MARGIN;
        if (end > 0) {
          long last = random.nextLong(end);
          long first = Math.max(0, last - random.nextInt(LONGEST));
          int series = random.nextInt(load.seriesEach());
          Request request = new Request(load, writer, new Ledger.Deletion(series, first, last));
          if (!request.send(server)) {
            unfinished.add(request);
            return;
          }
          request.enter(ledgers);
        }
        if (random.nextInt(20) == 0 && !server.post("/api/v1/admin/tsdb/clean_tombstones")) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(200));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  void stop() throws InterruptedException {
    stopping = true;
    thread.join();
  }

  /** What was asked for but not answered; only after {@link #stop}. */
  List<Request> unfinished() {
    return unfinished;
  }
}
