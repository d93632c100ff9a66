package dev.pharos.storage.tsdb.tool;

import dev.pharos.model.Matcher;
import dev.pharos.storage.api.StorageTool;
import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.block.Ulid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
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
    for (Path folder : folders(data)) {
      BlockMeta meta = BlockMeta.read(folder);
      BlockMeta.Stats stats = meta.stats();
      blocks.add(
          new Block(
              meta.ulid().toString(),
              meta.minMillis(),
              meta.maxMillis(),
              stats.samples(),
              stats.chunks(),
              stats.series(),
              bytes(folder)));
    }
    blocks.sort(Comparator.comparingLong(Block::minMillis).thenComparing(Block::ulid));
    return blocks;
  }

  @Override
  public Reading open(Path data) throws IOException {
    int blocks = folders(data).size();
    if (blocks > 0) {
      throw new IOException(
          data + " has " + blocks + " blocks, which this version does not dump; use Prometheus's");
    }
    return FolderReading.open(data);
  }

  @Override
  public Analysis analyze(
      Path data, String ulid, List<Matcher> matchers, int limit, boolean withChunks)
      throws IOException {
    throw new IOException(
        "block " + ulid + ": this version does not analyze blocks; use Prometheus's");
  }

  @Override
  public Making make(Path data) throws IOException {
    throw new IOException("this version makes no blocks of text; use Prometheus's");
  }

  @Override
  public void check(Path data, Consumer<Finding> findings, Consumer<String> progress)
      throws IOException {
    for (Path block : folders(data)) {
      progress.accept(block.toString());
      new BlockCheck(block, findings).run();
    }
    new FolderCheck(data, findings, progress).run();
    Path mapped = data.resolve("chunks_head");
    if (Files.isDirectory(mapped)) {
      progress.accept(mapped + ": not looked at; the log holds the same samples");
    }
  }

  /** The folders of a data folder that are named as blocks are. */
  private static List<Path> folders(Path data) throws IOException {
    if (!Files.isDirectory(data)) {
      throw new NotDirectoryException("opening the db dir: there is no folder " + data);
    }
    try (Stream<Path> entries = Files.list(data)) {
      return entries
          .filter(Files::isDirectory)
          .filter(entry -> Ulid.parse(String.valueOf(entry.getFileName())).isPresent())
          .sorted()
          .toList();
    }
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
