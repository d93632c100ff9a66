package dev.pharos.query.api;

import java.util.List;
import java.util.Optional;

/**
 * The answer to a query.
 *
 * @param value what came out
 * @param warnings what may be missing or wrong
 * @param infos what the author of the query may want to know
 * @param statistics what it cost
 * @param trace what each operator of its plan cost; empty unless asked for
 */
public record QueryResult(
    QueryValue value,
    List<String> warnings,
    List<String> infos,
    QueryStatistics statistics,
    Optional<QueryTrace> trace) {}
