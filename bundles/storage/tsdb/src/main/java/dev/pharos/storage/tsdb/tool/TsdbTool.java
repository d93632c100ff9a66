package dev.pharos.storage.tsdb.tool;

import dev.pharos.model.Matcher;
import dev.pharos.storage.api.StorageTool;
import dev.pharos.storage.tsdb.block.BlockMeta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Works on folders of this database, which are Prometheus's, too. */
public final class TsdbTool implements StorageTool {

  @Override
  public List<Block> blocks(Path data) throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (Path folder : FolderBlocks.folders(data)) {
      blocks.add(describe(folder));
    }
    blocks.sort(Comparator.comparingLong(Block::minMillis).thenComparing(Block::ulid));
    return blocks;
  }

  static Block describe(Path folder) throws IOException {
    BlockMeta meta = BlockMeta.read(folder);
    BlockMeta.Stats stats = meta.stats();
    return new Block(
        meta.ulid().toString(),
        meta.minMillis(),
        meta.maxMillis(),
        stats.samples(),
        stats.chunks(),
        stats.series(),
        bytes(folder));
  }

  @Override
  public Reading open(Path data) throws IOException {
    return FolderReading.open(data);
  }

  @Override
  public Analysis analyze(
      Path data, String ulid, List<Matcher> matchers, int limit, boolean withChunks)
      throws IOException {
    Path folder = data.resolve(ulid);
    try (var block = dev.pharos.storage.tsdb.block.Block.open(folder)) {
      return new BlockAnalysis(describe(folder)).run(block, matchers, limit, withChunks);
    }
  }

  @Override
  public Making make(Path data) {
    return new BlockMaking(data, InstantSource.system());
  }

  @Override
  public void check(Path data, Consumer<Finding> findings, Consumer<String> progress)
      throws IOException {
    new FolderCheck(data, findings, progress).run();
  }

  private static long bytes(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
