package dev.pharos.exporter.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exposition.ExpositionException;
import dev.pharos.exposition.ExpositionFormat;
import dev.pharos.exposition.ExpositionReader;
import dev.pharos.exposition.ExpositionReader.Entry;
import dev.pharos.exposition.ExpositionWriter;
import dev.pharos.model.Labels;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an exporter wrote, for tests to look at.
 *
 * @param text the text itself
 * @param samples the values by their series; the last one, should a series be there twice
 * @param series all series in the order of the text, doubles included
 * @param help the help of each family
 */
public record Exposition(
    String text, Map<Labels, Double> samples, List<Labels> series, Map<String, String> help) {

  /** Scrapes an exporter once, in the text format; what a collector throws is thrown on. */
  public static Exposition of(Exporter exporter, ExporterRequest request) throws Exception {
    return parse(write(exporter, request, ExpositionFormat.TEXT), ExpositionFormat.TEXT);
  }

  /**
   * The value of a series.
   *
   * @param namesAndValues of its labels, in turn
   * @throws AssertionError if it is not there
   */
  public double value(String metric, String... namesAndValues) {
    Labels wanted = Labels.of(namesAndValues).with(Labels.METRIC_NAME, metric);
    Double value = samples.get(wanted);
    if (value == null) {
      throw new AssertionError(wanted + " is not there:\n" + text);
    }
    return value;
  }

  /** Reads a text. */
  public static Exposition parse(byte[] bytes, ExpositionFormat format) throws ExpositionException {
    ExpositionReader reader = ExpositionReader.of(format);
    reader.reset(bytes, 0, bytes.length);
    Map<Labels, Double> samples = new LinkedHashMap<>();
    List<Labels> series = new ArrayList<>();
    Map<String, String> help = new LinkedHashMap<>();
    for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
      switch (entry) {
        case SERIES -> {
          Labels labels = reader.labels();
          series.add(labels);
          samples.put(labels, reader.value());
        }
        case HELP -> help.put(reader.family(), reader.help());
        case TYPE -> help.putIfAbsent(reader.family(), "");
        case UNIT, COMMENT, END -> {}
      }
    }
    return new Exposition(new String(bytes, UTF_8), samples, series, help);
  }

  static byte[] write(Exporter exporter, ExporterRequest request, ExpositionFormat format)
      throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ExpositionWriter writer = ExpositionWriter.of(format, bytes);
    for (Collector collector : exporter.collectors(request)) {
      collector.collect(writer);
    }
    writer.end();
    return bytes.toByteArray();
  }
}
