package dev.pharos.target.scrape;

import dev.pharos.exposition.ExpositionException;
import dev.pharos.exposition.ExpositionReader;
import dev.pharos.model.Metadata;
import dev.pharos.model.MetricType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a target says of its metrics. A line that it wrote before is known by its bytes and not read
 * again.
 *
 * <p>Written by one thread, read by any.
 */
final class TargetMetadata {

  private static final Metadata NOTHING = new Metadata(MetricType.UNKNOWN, "", "");

  /** A line that has been read. */
  private static final class Line extends ByteKeys.Entry<Line> {
    private final String family;
    private int seenAt;

    Line(byte[] bytes, int offset, int length, String family) {
      super(bytes, offset, length);
      this.family = family;
    }
  }

  private final Map<String, Metadata> byFamily = new ConcurrentHashMap<>();
  private final ByteKeys<Line> lines = new ByteKeys<>();
  private int scrape;
  private int seenNow;

  void begin() {
    scrape++;
    seenNow = 0;
    lines.restart();
  }

  /** Takes the line the reader is at. */
  void note(ExpositionReader reader, ExpositionReader.Entry entry, byte[] bytes, int end)
      throws ExpositionException {
    int start = reader.seriesOffset();
    int length = lineEnd(bytes, start, end) - start;
    Line line = lines.find(bytes, start, length);
    if (line == null) {
      String family = reader.family();
      line = new Line(bytes, start, length, family);
      lines.add(line);
      Metadata before = byFamily.getOrDefault(family, NOTHING);
      byFamily.put(
          family,
          switch (entry) {
            case TYPE -> new Metadata(reader.type(), before.help(), before.unit());
            case HELP -> new Metadata(before.type(), reader.help(), before.unit());
            case UNIT -> new Metadata(before.type(), before.help(), reader.unit());
            case SERIES, COMMENT, END -> before;
          });
    }
    if (line.seenAt != scrape) {
      line.seenAt = scrape;
      seenNow++;
    }
  }

  /** The scrape was stored: families it did not speak of are forgotten. */
  void stored() {
    if (seenNow == lines.size()) {
      return;
    }
    lines.forEach(
        line -> {
          if (line.seenAt != scrape) {
            byFamily.remove(line.family);
          }
        });
    // Lines of a family that lost one are read again next time, so that the rest of it returns.
    lines.retain(line -> line.seenAt == scrape && byFamily.containsKey(line.family));
  }

  Map<String, Metadata> byFamily() {
    return Map.copyOf(byFamily);
  }

  int size() {
    return byFamily.size();
  }

  private static int lineEnd(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && bytes[i] != '\n') {
      i++;
    }
    return i;
  }
}
