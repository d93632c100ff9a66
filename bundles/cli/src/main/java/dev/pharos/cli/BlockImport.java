package dev.pharos.cli;

import dev.pharos.model.Labels;
import dev.pharos.model.LabelsBuilder;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.api.StorageTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes blocks of samples in OpenMetrics text. The text is read once to learn its span and then
 * once for each block, so that memory holds one block at a time.
 */
final class BlockImport {

  static final long SHORTEST_MILLIS = 2 * 3_600_000L;

  private final StorageTool tool;
  private final OpenMetricsFile input;
  private final Path output;
  private final long blockMillis;
  private final Map<String, String> extraLabels;

  /**
   * Makes an import.
   *
   * @param maxBlockMillis a block spans two hours, tripled as often as it fits into this
   * @param extraLabels added to every series
   */
  BlockImport(
      StorageTool tool,
      Path input,
      Path output,
      long maxBlockMillis,
      Map<String, String> extraLabels) {
    this.tool = tool;
    this.input = new OpenMetricsFile(input);
    this.output = output;
    this.blockMillis = blockMillis(maxBlockMillis);
    this.extraLabels = extraLabels;
  }

  private static long blockMillis(long most) {
    long millis = SHORTEST_MILLIS;
    while (3 * millis <= most) {
      millis *= 3;
    }
    return millis;
  }

  /** The blocks made, in the order of time. */
  List<StorageTool.Block> run() throws IOException {
    long[] span = {Long.MAX_VALUE, Long.MIN_VALUE};
    input.read(
        (series, timestampMillis, value) -> {
          span[0] = Math.min(span[0], timestampMillis);
          span[1] = Math.max(span[1], timestampMillis);
        });
    List<StorageTool.Block> made = new ArrayList<>();
    if (span[0] <= span[1]) {
      for (long start = Math.floorDiv(span[0], blockMillis) * blockMillis;
          start <= span[1];
          start += blockMillis) {
        made.addAll(block(start, start + blockMillis));
      }
    }
    return made;
  }

  private List<StorageTool.Block> block(long startMillis, long endMillis) throws IOException {
    try (StorageTool.Making making = tool.make(output)) {
      input.read(
          (series, timestampMillis, value) -> {
            if (startMillis <= timestampMillis && timestampMillis < endMillis) {
              append(making, labelled(series.labels()), timestampMillis, value);
            }
          });
      return making.finish();
    }
  }

  private static void append(
      StorageTool.Making making, Labels labels, long timestampMillis, double value)
      throws StorageException {
    making.append(labels, timestampMillis, value);
  }

  private Labels labelled(Labels labels) {
    if (extraLabels.isEmpty()) {
      return labels;
    }
    LabelsBuilder builder = labels.toBuilder();
    extraLabels.forEach(builder::set);
    return builder.build();
  }
}
