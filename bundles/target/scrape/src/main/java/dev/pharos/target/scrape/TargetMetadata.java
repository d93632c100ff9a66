package dev.pharos.target.scrape;

import dev.pharos.exposition.ExpositionException;
import dev.pharos.exposition.ExpositionReader;
import dev.pharos.model.Metadata;
import dev.pharos.model.MetricType;
import java.util.Arrays;
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

  private final Map<String, Metadata> byFamily = new ConcurrentHashMap<>();
  private final ByteKeys lines = new ByteKeys();

  /** Of each line, the family it speaks of. */
  private String[] families = new String[8];

  /** Of each line, the scrape that last had it. */
  private int[] seenAt = new int[8];

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
    int line = lines.find(bytes, start, length);
    if (line == ByteKeys.NONE) {
      String family = reader.family();
      line = add(bytes, start, length, family);
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
    if (seenAt[line] != scrape) {
      seenAt[line] = scrape;
      seenNow++;
    }
  }

  private int add(byte[] bytes, int start, int length, String family) {
    int line = lines.add(bytes, start, length);
    if (line == families.length) {
      families = Arrays.copyOf(families, line + line / 2);
      seenAt = Arrays.copyOf(seenAt, families.length);
    }
    families[line] = family;
    seenAt[line] = 0;
    return line;
  }

  /** The scrape was stored: families it did not speak of are forgotten. */
  void stored() {
    if (seenNow == lines.size()) {
      return;
    }
    for (int line = 0; line < lines.size(); line++) {
      if (seenAt[line] != scrape) {
        byFamily.remove(families[line]);
      }
    }
    // Lines of a family that lost one are read again next time, so that the rest of it returns.
    int before = lines.size();
    lines.retain(this::isKept);
    int kept = 0;
    for (int line = 0; line < before; line++) {
      if (isKept(line)) {
        families[kept] = families[line];
        seenAt[kept++] = seenAt[line];
      }
    }
    Arrays.fill(families, kept, before, "");
  }

  private boolean isKept(int line) {
    return seenAt[line] == scrape && byFamily.containsKey(families[line]);
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
