package dev.pharos.cli;

import dev.pharos.storage.api.StorageTool;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of blocks as the original prints it. */
final class BlockTable {

  private static final List<String> HEADER =
      List.of(
          "BLOCK ULID",
          "MIN TIME",
          "MAX TIME",
          "DURATION",
          "NUM SAMPLES",
          "NUM CHUNKS",
          "NUM SERIES",
          "SIZE");
  private static final int LEAST_WIDTH = 13;
  private static final int GAP = 2;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss '+0000 UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String[] UNITS = {"EiB", "PiB", "TiB", "GiB", "MiB", "KiB"};

  private BlockTable() {}

  static void print(List<StorageTool.Block> blocks, boolean human, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    blocks.forEach(block -> rows.add(row(block, human)));
    print(rows, out);
  }

  /** Rows as if each were the last, as the original prints blocks while it makes them. */
  static void printOneByOne(List<StorageTool.Block> blocks, boolean human, PrintWriter out) {
    for (int i = 0; i < blocks.size(); i++) {
      List<String> row = row(blocks.get(i), human);
      print(i == 0 ? List.of(HEADER, row) : List.of(row), out);
    }
  }

  private static void print(List<List<String>> rows, PrintWriter out) {
    int[] widths = new int[HEADER.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Math.max(LEAST_WIDTH, row.get(i).length() + GAP));
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length - 1; i++) {
        line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length());
      }
      out.println(line.append(row.getLast()));
    }
  }

  private static List<String> row(StorageTool.Block block, boolean human) {
    return List.of(
        block.ulid(),
        time(block.minMillis(), human),
        time(block.maxMillis(), human),
        duration(block.maxMillis() - block.minMillis()),
        Long.toString(block.samples()),
        Long.toString(block.chunks()),
        Long.toString(block.series()),
        human ? size(block.bytes()) : Long.toString(block.bytes()));
  }

  private static String time(long millis, boolean human) {
    return human
        ? TIME.format(Instant.ofEpochSecond(Math.floorDiv(millis, 1000L)))
        : Long.toString(millis);
  }

  /** As Go prints a duration: {@code 1h46m30.001s}. */
  static String duration(long millis) {
    if (millis < 0) {
      return "-" + duration(-millis);
    }
    if (millis == 0) {
      return "0s";
    }
    if (millis < 1000) {
      return millis + "ms";
    }
    long hours = millis / 3_600_000;
    long minutes = millis / 60_000 % 60;
    StringBuilder text = new StringBuilder();
    if (hours > 0) {
      text.append(hours).append('h');
    }
    if (hours > 0 || minutes > 0) {
      text.append(minutes).append('m');
    }
    text.append(millis / 1000 % 60);
    if (millis % 1000 != 0) {
      text.append('.').append(String.format(Locale.ROOT, "%03d", millis % 1000));
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    return text.append('s').toString();
  }

  /** As the original prints sizes: {@code 22KiB491B}. */
  static String size(long bytes) {
    if (bytes == 0) {
      return "0B";
    }
    StringBuilder text = new StringBuilder();
    long rest = bytes;
    for (int i = 0; i < UNITS.length; i++) {
      long unit = 1L << (10 * (UNITS.length - i));
      if (rest >= unit) {
        text.append(rest / unit).append(UNITS[i]);
        rest %= unit;
      }
    }
    return (rest > 0 ? text.append(rest).append('B') : text).toString();
  }
}
