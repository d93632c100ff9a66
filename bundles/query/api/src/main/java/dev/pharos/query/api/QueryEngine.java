package dev.pharos.query.api;

import dev.pharos.identity.api.Access;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Evaluates PromQL. Safe for use by several threads; a query runs on the thread that asks. */
@ProviderType
public interface QueryEngine {

  /** Whether a query is being evaluated, or waits for its turn. */
  enum State {
    QUEUED,
    RUNNING
  }

  /**
   * A query that runs or waits.
   *
   * @param id the id of its {@link Access}
   * @param query its text
   * @param principal who asked
   * @param startedMillis when it was asked, in milliseconds since the Unix epoch
   * @param samplesRead samples looked at so far
   * @param samplesHeld samples held at this moment
   * @param bytesHeld bytes of the columns that hold them
   */
  record Running(
      String id,
      String query,
      String principal,
      long startedMillis,
      State state,
      long samplesRead,
      long samplesHeld,
      long bytesHeld) {}

  /**
   * How a query is evaluated where it does not say itself, and what is told of its cost.
   *
   * @param lookback how far back an instant selector looks for a sample; empty for the default
   * @param samplesPerStep whether samples are counted for each instant too
   * @param trace whether the answer carries a {@link QueryTrace}
   * @param origin what made somebody ask; empty if nobody needs to know
   */
  record Options(
      Optional<Duration> lookback,
      boolean samplesPerStep,
      boolean trace,
      Optional<QueryOrigin> origin) {

    public static final Options DEFAULT =
        new Options(Optional.empty(), false, false, Optional.empty());

    /** The same, with another lookback. */
    public Options withLookback(Duration other) {
      return new Options(Optional.of(other), samplesPerStep, trace, origin);
    }

    /** The same, with samples counted for each instant. */
    public Options withSamplesPerStep() {
      return new Options(lookback, true, trace, origin);
    }

    /** The same, with a trace. */
    public Options withTrace() {
      return new Options(lookback, samplesPerStep, true, origin);
    }

    /** The same, asked because of this. */
    public Options from(QueryOrigin other) {
      return new Options(lookback, samplesPerStep, trace, Optional.of(other));
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

  /** The queries that run or wait at this moment, the one asked first at the front. */
  List<Running> running();

  /** Ends a query that runs or waits; answers whether it was there. */
  boolean cancel(String id, String reason);
}
