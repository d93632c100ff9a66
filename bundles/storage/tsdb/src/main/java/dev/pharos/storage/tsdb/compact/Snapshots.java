package dev.pharos.storage.tsdb.compact;

import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.block.BlockMeta;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Copies of all blocks below {@code snapshots/}, each a data folder of its own. Files are linked,
 * so that a snapshot takes room only for what is deleted later; where links cannot be made they are
 * copied.
 */
final class Snapshots {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What a snapshot is called until all of it is there. */
  private static final String UNFINISHED = ".tmp";

  /** Writes what the head holds as a block; empty if that is nothing. */
  @FunctionalInterface
  interface HeadBlock {
    Optional<BlockMeta> write(Path folder) throws IOException;
  }

  private final Path folder;
  private final RandomGenerator random;

  /**
   * Those of a data folder.
   *
   * @param data the data folder
   */
  Snapshots(Path data, RandomGenerator random) {
    this.folder = data.resolve("snapshots");
    this.random = random;
  }

  /**
   * Makes a snapshot.
   *
   * @param blocks held by the caller
   * @return its name
   */
  String create(List<Block> blocks, HeadBlock head, Instant now) throws IOException {
    String name = TIME.format(now) + "-%016x".formatted(random.nextLong() >>> 1);
    Path unfinished = folder.resolve(name + UNFINISHED);
    Files.createDirectories(unfinished);
    boolean done = false;
    try {
      for (Block block : blocks) {
        copy(block.folder(), unfinished.resolve(block.meta().ulid().toString()));
      }
      head.write(unfinished);
      BlockFiles.sync(unfinished);
      Files.move(unfinished, folder.resolve(name));
      BlockFiles.sync(folder);
      done = true;
    } finally {
      if (!done) {
        BlockFiles.deleteTree(unfinished);
      }
    }
    return name;
  }

  /** Deletes what a snapshot that was cut short has left. */
  void deleteLeftOvers() throws IOException {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + UNFINISHED)) {
        for (Path entry : entries) {
          BlockFiles.deleteTree(entry);
        }
      }
    }
  }

  private static void copy(Path block, Path target) throws IOException {
    Files.walkFileTree(
        block,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(target.resolve(block.relativize(dir)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            link(file, target.resolve(block.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void link(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (UnsupportedOperationException | IOException e) {
      Files.copy(file, target);
    }
  }
}
