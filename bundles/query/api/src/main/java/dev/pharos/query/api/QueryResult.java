package dev.pharos.query.api;

import java.util.List;

/**
 * The answer to a query.
 *
 * @param value what came out
 * @param warnings what may be missing or wrong
 * @param infos what the author of the query may want to know
 * @param samplesRead samples looked at, for statistics
 */
public record QueryResult(
    QueryValue value, List<String> warnings, List<String> infos, long samplesRead) {}
