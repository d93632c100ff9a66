package dev.pharos.storage.tsdb.wal;

import java.util.function.LongPredicate;

/**
 * What of a log is still needed.
 *
 * @param series tells whether a series is, by its reference
 * @param samplesFrom samples before this are not
 * @param tombstonesFrom tombstones that end before this are not; earlier than the samples where
 *     late samples are, which have a log of their own but are hidden by this one
 */
public record Needs(LongPredicate series, long samplesFrom, long tombstonesFrom) {}
