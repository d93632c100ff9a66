package dev.pharos.storage.fanout;

/**
 * A backend as it is known here.
 *
 * @param name as its service says, such as {@code tsdb}
 * @param ranking of its service; the highest comes first
 * @param service what it does
 */
record Part<S>(String name, int ranking, S service) {}
