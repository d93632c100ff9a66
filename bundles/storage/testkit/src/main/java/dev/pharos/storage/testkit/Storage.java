package dev.pharos.storage.testkit;

import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;

/**
 * A backend under test: what writes and what reads back.
 *
 * @param writer where samples go in
 * @param reader where they come out
 */
public record Storage(SampleWriter writer, SeriesReader reader) {}
