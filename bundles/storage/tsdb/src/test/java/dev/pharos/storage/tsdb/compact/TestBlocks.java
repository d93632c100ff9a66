package dev.pharos.storage.tsdb.compact;

import dev.pharos.identity.api.Access;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.block.BlockMeta.Compaction;
import dev.pharos.storage.tsdb.block.Ulid;
import dev.pharos.storage.tsdb.series.SeriesSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/** Writes blocks with names in the order in which they were written. */
final class TestBlocks {

  private final AtomicInteger names = new AtomicInteger();
  private final Compactor compactor;

  TestBlocks(CompactionFigures figures) {
    compactor = new Compactor(() -> new Ulid(names.incrementAndGet(), 0), figures);
  }

  BlockMeta write(Path folder, SeriesSource source, long start, long end) throws IOException {
    return write(folder, source, start, end, Origin::head);
  }

  BlockMeta writeLate(Path folder, SeriesSource source, long start, long end) throws IOException {
    return write(folder, source, start, end, Origin::lateSamples);
  }

  private BlockMeta write(
      Path folder, SeriesSource source, long start, long end, Function<Ulid, Compaction> origin)
      throws IOException {
    return compactor
        .write(folder, List.of(source), new TimeRange(start, end), origin, Access.system())
        .orElseThrow();
  }

  Optional<BlockMeta> compact(Path folder, List<Block> blocks) throws IOException {
    return compactor.compact(folder, blocks, Access.system());
  }

  Compactor compactor() {
    return compactor;
  }

  /** Bytes of all files below a folder. */
  static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }
}
