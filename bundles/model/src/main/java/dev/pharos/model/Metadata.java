package dev.pharos.model;

/**
 * What is known of a metric family beside its samples.
 *
 * @param type unknown if nobody said
 * @param help for people; empty if nobody said
 * @param unit base unit such as {@code seconds}; empty if nobody said
 */
public record Metadata(MetricType type, String help, String unit) {}
