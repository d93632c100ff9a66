package dev.pharos.exporter.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exposition.ExpositionFormat;
import dev.pharos.exposition.ExpositionReader;
import dev.pharos.exposition.ExpositionWriter;
import dev.pharos.model.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What every exporter keeps to. Extend it in the exporter's own tests and say which exporter is
 * meant.
 */
public abstract class ExporterContract {

  /** A series, or a fact about a family, as a reader finds it. */
  private record Found(ExpositionReader.Entry entry, String family, Labels labels, String help) {}

  /** The exporter to be held to the contract, able to reach what it exports. */
  protected abstract Exporter exporter() throws Exception;

  /** What a scrape asks of it. */
  protected ExporterRequest request() {
    return ExporterRequest.PLAIN;
  }

  @Test
  void every_collector_has_a_name_of_its_own_and_something_to_say() throws Exception {
    Set<String> names = new HashSet<>();
    for (Collector collector : exporter().collectors(request())) {
      assertTrue(names.add(collector.name()), "two collectors are called " + collector.name());
      assertTrue(
          collector.name().matches("[a-z][a-z0-9_.]*"), "not a lasting name: " + collector.name());
    }
    assertFalse(names.isEmpty(), "the exporter has no collector");
  }

  @Test
  void the_text_format_is_written_without_a_fault() throws Exception {
    assertFalse(read(ExpositionFormat.TEXT).isEmpty());
  }

  @Test
  void openmetrics_is_written_without_a_fault() throws Exception {
    assertFalse(read(ExpositionFormat.OPENMETRICS).isEmpty());
  }

  @Test
  void no_family_and_no_series_stands_twice_and_each_family_has_help() throws Exception {
    Set<String> families = new HashSet<>();
    Set<Labels> series = new HashSet<>();
    for (Found found : read(ExpositionFormat.TEXT)) {
      switch (found.entry) {
        case TYPE ->
            assertTrue(families.add(found.family), "family " + found.family + " stands twice");
        case HELP -> assertFalse(found.help.isBlank(), "family " + found.family + " has no help");
        case SERIES ->
            assertTrue(series.add(found.labels), "series " + found.labels + " stands twice");
        default -> {}
      }
    }
    assertFalse(series.isEmpty(), "the exporter wrote no series");
  }

  @Test
  void asked_again_it_writes_the_same_families() throws Exception {
    assertEquals(families(read(ExpositionFormat.TEXT)), families(read(ExpositionFormat.TEXT)));
  }

  private static Set<String> families(List<Found> all) {
    Set<String> families = new TreeSet<>();
    for (Found found : all) {
      if (found.entry == ExpositionReader.Entry.TYPE) {
        families.add(found.family);
      }
    }
    return families;
  }

  private List<Found> read(ExpositionFormat format) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ExpositionWriter writer = ExpositionWriter.of(format, bytes);
    for (Collector collector : exporter().collectors(request())) {
      collector.collect(writer);
    }
    writer.end();
    byte[] content = bytes.toByteArray();
    ExpositionReader reader = ExpositionReader.of(format);
    reader.reset(content, 0, content.length);
    List<Found> all = new ArrayList<>();
    try {
      for (var entry = reader.next(); entry != ExpositionReader.Entry.END; entry = reader.next()) {
        boolean series = entry == ExpositionReader.Entry.SERIES;
        boolean comment = entry == ExpositionReader.Entry.COMMENT;
        all.add(
            new Found(
                entry,
                series || comment ? "" : reader.family(),
                series ? reader.labels() : Labels.EMPTY,
                entry == ExpositionReader.Entry.HELP ? reader.help() : ""));
      }
    } catch (java.io.IOException e) {
      throw new AssertionError(
          e.getMessage() + " in\n" + new String(content, StandardCharsets.UTF_8), e);
    }
    return all;
  }
}
