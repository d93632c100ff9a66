package dev.pharos.source.api;

import dev.pharos.model.TimeRange;

/**
 * A question to a data source.
 *
 * @param refId names the query within its panel, such as {@code A}
 * @param expression in the language of the source
 * @param legend pattern for the names of the columns, such as <code>{{instance}}</code>; empty for
 *     the labels
 * @param instant whether only the end of the range is asked for
 * @param range the span of time; the end itself is asked for too, so that the latest value shows
 * @param stepMillis time between the points
 */
public record DataQuery(
    String refId,
    String expression,
    String legend,
    boolean instant,
    TimeRange range,
    long stepMillis) {}
