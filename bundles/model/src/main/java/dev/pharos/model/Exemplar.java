package dev.pharos.model;

/**
 * One observation told in full beside the series that counts it, usually with the id of a trace.
 *
 * @param labels tell where to look further
 * @param value the value observed
 * @param timestampMillis when, in milliseconds since the Unix epoch
 */
public record Exemplar(Labels labels, double value, long timestampMillis) {}
