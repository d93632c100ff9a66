package dev.pharos.query.api;

import java.util.List;

/**
 * What one operator of a query's plan did, and the operators below it: where the time of a query
 * went, and what it held.
 *
 * <p>An operator whose answer is used in several places stands with its cost in the first of them;
 * in the others it is named once more, at no cost and with nothing below it.
 *
 * @param operator what kind of operator it is, such as {@code Aggregate}
 * @param description what it does, written as the query writes it, such as {@code sum by (job)}
 * @param totalNanos time spent in it and in the operators below, in nanoseconds
 * @param ownNanos time spent in it alone, in nanoseconds
 * @param seriesOut series that came out of it; 0 for a number
 * @param samplesRead samples that it looked at; those that lie in several ranges count in each
 * @param peakSamples samples that it held itself, at most at a time
 * @param peakBytes bytes that these took
 * @param children the operators that it took its input from, in the order of the query's text
 */
public record QueryTrace(
    String operator,
    String description,
    long totalNanos,
    long ownNanos,
    long seriesOut,
    long samplesRead,
    long peakSamples,
    long peakBytes,
    List<QueryTrace> children) {

  public QueryTrace {
    children = List.copyOf(children);
  }
}
