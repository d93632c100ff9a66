package dev.pharos.query.api;

import dev.pharos.identity.api.Access;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Evaluates PromQL. Safe for use by several threads; a query runs on the thread that asks. */
@ProviderType
public interface QueryEngine {

  /**
   * A query that is running.
   *
   * @param id the id of its {@link Access}
   * @param query its text
   * @param principal who asked
   * @param startedMillis when, in milliseconds since the Unix epoch
   */
  record Running(String id, String query, String principal, long startedMillis) {}

  /**
   * How a query is evaluated where it does not say itself, and what is told of its cost.
   *
   * @param lookback how far back an instant selector looks for a sample; empty for the default
   * @param samplesPerStep whether samples are counted for each instant too
   * @param trace whether the answer carries a {@link QueryTrace}
   */
  record Options(Optional<Duration> lookback, boolean samplesPerStep, boolean trace) {
    public static final Options DEFAULT = new Options(Optional.empty());

    /** Options that tell nothing but what is always told. */
    public Options(Optional<Duration> lookback) {
      this(lookback, false, false);
    }

    /** The same, with samples counted for each instant. */
    public Options withSamplesPerStep() {
      return new Options(lookback, true, trace);
    }

    /** The same, with a trace. */
    public Options withTrace() {
      return new Options(lookback, samplesPerStep, true);
    }
  }

  /**
   * Evaluates at one instant.
   *
   * @param timestampMillis in milliseconds since the Unix epoch
   * @throws QueryException if the query is wrong or fails
   */
  QueryResult instant(Access access, String query, long timestampMillis, Options options)
      throws QueryException;

  /**
   * Evaluates at {@code start}, {@code start + step} … up to and with {@code end}.
   *
   * @param startMillis in milliseconds since the Unix epoch
   * @param endMillis in milliseconds since the Unix epoch, not before the start
   * @param stepMillis above 0
   * @throws QueryException if the query is wrong or fails
   */
  QueryResult range(
      Access access,
      String query,
      long startMillis,
      long endMillis,
      long stepMillis,
      Options options)
      throws QueryException;

  /** The queries that run at this moment, the longest-running first. */
  List<Running> running();

  /** Ends a running query; answers whether it was there. */
  boolean cancel(String id, String reason);
}
