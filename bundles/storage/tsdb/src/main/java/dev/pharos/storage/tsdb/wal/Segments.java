package dev.pharos.storage.tsdb.wal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The files of a log: {@code 00000000}, {@code 00000001} …, each a segment. */
public final class Segments {

  /** Bytes of a page; a fragment never crosses the border of one. */
  static final int PAGE = 32 * 1024;

  /** Bytes before the data of a fragment: type, length, checksum. */
  static final int HEADER = 7;

  /** Bits of a fragment's first byte that tell its place in the record. */
  static final int PLACE_MASK = 7;

  static final int PADDING = 0;
  static final int WHOLE = 1;
  static final int FIRST = 2;
  static final int MIDDLE = 3;
  static final int LAST = 4;

  private Segments() {}

  static String name(int segment) {
    return String.format(Locale.ROOT, "%08d", segment);
  }

  static Path file(Path dir, int segment) {
    return dir.resolve(name(segment));
  }

  /** The segments in a folder by number; anything that is not called like one is left out. */
  public static NavigableMap<Integer, Path> list(Path dir) throws IOException {
    NavigableMap<Integer, Path> segments = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(dir)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (isNumber(name) && Files.isRegularFile(file)) {
          segments.put(Integer.parseInt(name), file);
        }
      }
    }
    return segments;
  }

  static boolean isNumber(String name) {
    return !name.isEmpty()
        && name.length() <= 9
        && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Numbers between the first and the last segment that have no file. */
  public static List<Integer> gaps(NavigableMap<Integer, Path> segments) {
    return segments.isEmpty() ? List.of() : gaps(segments, segments.firstKey());
  }

  /** Numbers from {@code first} to the last segment that have no file. */
  static List<Integer> gaps(NavigableMap<Integer, Path> segments, int first) {
    List<Integer> gaps = new ArrayList<>();
    if (!segments.isEmpty()) {
      for (int i = first; i < segments.lastKey(); i++) {
        if (!segments.containsKey(i)) {
          gaps.add(i);
        }
      }
    }
    return gaps;
  }
}
