package dev.pharos.identity.api;

import dev.pharos.model.Matcher;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Leave to read, and its bounds: who reads, what they can see, how much, until when.
 *
 * <p>An access is made for one call and handed on to all that the call reads. It can be cancelled
 * from another thread; long loops ask {@link #check} every few thousand steps.
 *
 * <p>Safe for use by several threads.
 */
public final class Access {

  /** No bound on samples. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** Tells the calls of this run of the platform from those of others. */
  private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

  private static final AtomicLong NEXT = new AtomicLong(1);

  private final Principal principal;
  private final List<Matcher> enforced;
  private final long maxSamples;
  private final long deadlineNanos;
  private final boolean bounded;
  private final long query;

  /** Shared by all accesses that were made from one another: they are one call. */
  private final AtomicReference<@Nullable String> cancelled;

  private Access(
      Principal principal,
      List<Matcher> enforced,
      long maxSamples,
      @Nullable Duration timeout,
      long query,
      AtomicReference<@Nullable String> cancelled) {
    this.principal = principal;
    this.enforced = List.copyOf(enforced);
    this.maxSamples = maxSamples;
    this.bounded = timeout != null;
    this.deadlineNanos = System.nanoTime() + (timeout == null ? 0 : timeout.toNanos());
    this.query = query;
    this.cancelled = cancelled;
  }

  /** Leave for the platform itself: everything, without a limit or a deadline. */
  public static Access system() {
    return new Access(
        Principal.SYSTEM,
        List.of(),
        UNLIMITED,
        null,
        NEXT.getAndIncrement(),
        new AtomicReference<>());
  }

  /** Leave for somebody to read everything, without a limit or a deadline yet. */
  public static Access of(Principal principal) {
    return new Access(
        principal, List.of(), UNLIMITED, null, NEXT.getAndIncrement(), new AtomicReference<>());
  }

  /** The same leave with matchers that every series must fulfil beside those asked for. */
  public Access enforcing(List<Matcher> matchers) {
    return new Access(principal, matchers, maxSamples, remaining(), query, cancelled);
  }

  /** The same leave with at most this many samples held at a time. */
  public Access limitedTo(long samples) {
    return new Access(principal, enforced, samples, remaining(), query, cancelled);
  }

  /** The same leave, ending after the given time from now. */
  public Access within(Duration timeout) {
    return new Access(principal, enforced, maxSamples, timeout, query, cancelled);
  }

  public Principal principal() {
    return principal;
  }

  public List<Matcher> enforced() {
    return enforced;
  }

  public long maxSamples() {
    return maxSamples;
  }

  /** Names the call in logs and in the list of running queries. */
  public String queryId() {
    return RUN + "-" + query;
  }

  /** Time left, or null if there is no deadline; negative once it has passed. */
  public @Nullable Duration remaining() {
    return bounded ? Duration.ofNanos(deadlineNanos - System.nanoTime()) : null;
  }

  /** Ends the call at its next {@link #check}. */
  public void cancel(String reason) {
    cancelled.compareAndSet(null, reason);
  }

  public boolean isCancelled() {
    return cancelled.get() != null;
  }

  /**
   * Lets a call that may go on go on.
   *
   * @throws AccessEndedException if it was cancelled or its deadline has passed
   */
  public void check() {
    String reason = cancelled.get();
    if (reason != null) {
      throw new AccessEndedException(AccessEndedException.Why.CANCELLED, reason);
    }
    if (bounded && System.nanoTime() - deadlineNanos >= 0) {
      throw new AccessEndedException(
          AccessEndedException.Why.DEADLINE, "the time allowed for this query has passed");
    }
  }
}
