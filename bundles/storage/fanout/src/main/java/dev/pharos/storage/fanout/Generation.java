package dev.pharos.storage.fanout;

import dev.pharos.storage.api.SampleWriter;
import java.util.List;

/**
 * The parts that take samples, unchanged for as long as references are valid.
 *
 * @param number marks references
 * @param main decides
 * @param seconds get the same
 */
record Generation(int number, Part<SampleWriter> main, List<SecondPart> seconds) {}
