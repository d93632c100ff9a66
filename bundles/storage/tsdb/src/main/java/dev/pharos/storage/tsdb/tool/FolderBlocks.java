package dev.pharos.storage.tsdb.tool;

import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.block.Ulid;
import dev.pharos.storage.tsdb.compact.InOrderEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The blocks of a data folder that count, open. */
final class FolderBlocks implements AutoCloseable {

  private final List<Block> blocks = new ArrayList<>();

  private FolderBlocks() {}

  /** The folders of a data folder that are named as blocks are. */
  static List<Path> folders(Path data) throws IOException {
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

  /**
   * Opens all blocks, but for those that others were made of.
   *
   * @throws IOException if one is damaged; none is left out
   */
  static FolderBlocks open(Path data) throws IOException {
    FolderBlocks opened = new FolderBlocks();
    try {
      for (Path folder : folders(data)) {
        opened.add(folder);
      }
      opened.dropSuperseded();
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void add(Path folder) throws IOException {
    try {
      blocks.add(Block.open(folder));
    } catch (IOException e) {
      if (Files.exists(folder)) {
        throw e;
      } // A server has deleted it meanwhile.
    }
  }

  private void dropSuperseded() {
    Set<Ulid> superseded = new HashSet<>();
    for (Block block : blocks) {
      BlockMeta.Compaction compaction = block.meta().compaction();
      compaction.parents().forEach(parent -> superseded.add(parent.ulid()));
      if (compaction.deletable()) {
        superseded.add(block.meta().ulid());
      }
    }
    for (Block block : List.copyOf(blocks)) {
      if (superseded.contains(block.meta().ulid())) {
        blocks.remove(block);
        block.close();
      }
    }
  }

  /** The newest first. */
  List<Block> newestFirst() {
    return blocks.stream()
        .sorted(
            Comparator.comparingLong((Block block) -> block.meta().minMillis())
                .thenComparing(block -> block.meta().ulid())
                .reversed())
        .toList();
  }

  /** First instant behind all samples in blocks that came in order. */
  long endMillis() {
    return InOrderEnd.of(blocks).orElse(Long.MIN_VALUE);
  }

  @Override
  public void close() {
    blocks.forEach(Block::close);
  }
}
