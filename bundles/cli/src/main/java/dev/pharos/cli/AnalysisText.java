package dev.pharos.cli;

import dev.pharos.model.Matcher;
import dev.pharos.storage.api.StorageStatus;
import dev.pharos.storage.api.StorageTool;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;

/** What is known of a block's series, as the original prints it. */
final class AnalysisText {

  private AnalysisText() {}

  static void print(StorageTool.Analysis analysis, List<Matcher> matchers, PrintWriter out) {
    StorageTool.Block block = analysis.block();
    out.println("Block ID: " + block.ulid());
    out.println("Duration: " + BlockTable.duration(block.maxMillis() - block.minMillis()));
    out.println("Total Series: " + block.series());
    if (!matchers.isEmpty()) {
      out.println("Matcher: " + matchers);
      out.println("Matched series: " + analysis.matched());
    }
    out.println("Label names: " + analysis.labelNames());
    out.println("Postings (unique label pairs): " + analysis.pairs());
    out.println("Postings entries (total label pairs): " + analysis.entries());
    list("Label pairs most involved in churning", analysis.churningPairs(), out);
    list("Label names most involved in churning", analysis.churningNames(), out);
    list("Most common label pairs", analysis.commonPairs(), out);
    list("Label names with highest cumulative label value length", analysis.bytesByName(), out);
    list("Highest cardinality labels", analysis.valuesByName(), out);
    list("Highest cardinality metric names", analysis.seriesByMetric(), out);
  }

  private static void list(String title, List<StorageStatus.Count> counts, PrintWriter out) {
    out.println("\n" + title + ":");
    counts.forEach(count -> out.println(count.count() + " " + count.name()));
  }

  /** How full and how large chunks are. */
  static void printChunks(List<StorageTool.ChunkSizes> kinds, PrintWriter out) {
    out.println("\nCompaction analysis:");
    long chunks =
        kinds.stream()
            .flatMap(kind -> kind.samples().values().stream())
            .mapToLong(Long::longValue)
            .sum();
    for (StorageTool.ChunkSizes kind : kinds) {
      if (!kind.samples().isEmpty()) {
        print("samples per " + kind.kind() + " chunk", kind.samples(), chunks, out);
        print("bytes per " + kind.kind() + " chunk", kind.bytes(), chunks, out);
      }
    }
  }

  private static void print(
      String what, NavigableMap<Integer, Long> chunksBySize, long chunks, PrintWriter out) {
    int least = chunksBySize.firstKey();
    int most = chunksBySize.lastKey();
    long sum = 0;
    long count = 0;
    for (Map.Entry<Integer, Long> entry : chunksBySize.entrySet()) {
      sum += entry.getKey() * entry.getValue();
      count += entry.getValue();
    }
    out.println(what + " (min/avg/max): " + least + "/" + sum / count + "/" + most);
    int step = step(most - least);
    int start = least - least % step;
    int end = most - most % step + step;
    int rightWidth = Integer.toString(end + step).length();
    int leftWidth = Integer.toString(end).length();
    List<Long> rows = new ArrayList<>();
    for (int from = start; from <= end; from += step) {
      rows.add(
          chunksBySize.subMap(from, from + step).values().stream()
              .mapToLong(Long::longValue)
              .sum());
    }
    int countWidth = Long.toString(Collections.max(rows)).length();
    for (int i = 0; i < rows.size(); i++) {
      out.println(
          String.format(
              Locale.ROOT,
              "[%" + leftWidth + "d, %" + rightWidth + "d]: %" + countWidth + "d %s",
              start + i * step + 1,
              start + (i + 1) * step,
              rows.get(i),
              "#".repeat((int) (100 * rows.get(i) / chunks))));
    }
    out.println();
  }

  /** Ten, or the power of ten that leaves about ten rows. */
  private static int step(int span) {
    int step = 10;
    while (step < span / 10 && step <= 10_000) {
      step *= 10;
    }
    return step;
  }
}
