package dev.pharos.query.promql;

import dev.pharos.identity.api.Access;
import dev.pharos.query.api.QueryEngine.Running;
import dev.pharos.query.api.QueryEngine.State;
import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryException.Kind;
import dev.pharos.query.promql.column.SampleBudget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The queries that run, and those that wait for their turn in the order of their coming. Safe for
 * use by several threads.
 */
final class RunningQueries {

  private final InstantSource clock;
  private final ActiveQueryFile file;

  /** Everybody, in the order of coming. */
  private final Set<Ticket> all = new LinkedHashSet<>();

  private final Queue<Ticket> waiting = new ArrayDeque<>();
  private int free;

  RunningQueries(int maxConcurrency, InstantSource clock, ActiveQueryFile file) {
    this.free = maxConcurrency;
    this.clock = clock;
    this.file = file;
  }

  /** A query's turn; closing it lets the next one in. */
  final class Ticket implements AutoCloseable {

    private final Access access;
    private final String query;
    private final SampleBudget budget;
    private final long askedMillis;
    private final Semaphore wakeUp = new Semaphore(0);

    /** Guarded by the list. */
    private boolean running;

    private int slot = ActiveQueryFile.NOWHERE;

    private Ticket(Access access, String query, SampleBudget budget) {
      this.access = access;
      this.query = query;
      this.budget = budget;
      this.askedMillis = clock.millis();
    }

    private Running told() {
      return new Running(
          access.queryId(),
          query,
          access.principal().name(),
          askedMillis,
          running ? State.RUNNING : State.QUEUED,
          budget.read(),
          budget.held(),
          budget.heldBytes());
    }

    @Override
    public void close() {
      file.remove(slot);
      leave(this);
    }
  }

  /**
   * Waits for a turn.
   *
   * @throws QueryException if the time allowed passes, the query is cancelled or the thread is
   *     interrupted
   */
  Ticket enter(Access access, String query, SampleBudget budget) throws QueryException {
    Ticket ticket = new Ticket(access, query, budget);
    if (!join(ticket)) {
      await(ticket);
    }
    ticket.slot = file.add(query, clock.millis());
    return ticket;
  }

  /** Whether it is this query's turn at once. */
  private synchronized boolean join(Ticket ticket) {
    all.add(ticket);
    if (free == 0) {
      waiting.add(ticket);
      return false;
    }
    free--;
    ticket.running = true;
    return true;
  }

  private void await(Ticket ticket) throws QueryException {
    boolean interrupted = !sleep(ticket);
    synchronized (this) {
      if (ticket.running && !interrupted) {
        return;
      }
      if (waiting.remove(ticket)) {
        all.remove(ticket);
      } else {
        leave(ticket);
      }
    }
    throw ticket.access.isCancelled() || interrupted
        ? new QueryException(Kind.CANCELLED, "query was canceled in query queue")
        : new QueryException(Kind.TIMEOUT, "query timed out in query queue");
  }

  /** Waits until somebody wakes the query up or its time is over; false if interrupted. */
  @SuppressWarnings("ReturnValueIgnored") // Who woke it, or nobody, is seen from its state.
  private static boolean sleep(Ticket ticket) {
    Duration remaining = ticket.access.remaining();
    try {
      if (remaining == null) {
        ticket.wakeUp.acquire();
      } else {
        boolean _ = ticket.wakeUp.tryAcquire(remaining.toNanos(), TimeUnit.NANOSECONDS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized void leave(Ticket ticket) {
    all.remove(ticket);
    Ticket next = waiting.poll();
    if (next == null) {
      free++;
    } else {
      next.running = true;
      next.wakeUp.release();
    }
  }

  /** Those that run and those that wait. */
  synchronized int size() {
    return all.size();
  }

  synchronized List<Running> list() {
    return all.stream().map(Ticket::told).toList();
  }

  synchronized boolean cancel(String id, String reason) {
    boolean found = false;
    for (Ticket ticket : all) {
      if (ticket.access.queryId().equals(id)) {
        end(ticket, reason);
        found = true;
      }
    }
    return found;
  }

  synchronized void cancelAll(String reason) {
    all.forEach(ticket -> end(ticket, reason));
  }

  private static void end(Ticket ticket, String reason) {
    ticket.access.cancel(reason);
    if (!ticket.running) {
      ticket.wakeUp.release();
    }
  }
}
