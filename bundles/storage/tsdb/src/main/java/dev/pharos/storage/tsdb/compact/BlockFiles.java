package dev.pharos.storage.tsdb.compact;

import dev.pharos.storage.tsdb.block.Ulid;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Folders of blocks as files. */
final class BlockFiles {

  /** What a folder is called from its first byte to its last. */
  static final String CREATION = ".tmp-for-creation";

  /** What a folder is called while its files are deleted one after the other. */
  static final String DELETION = ".tmp-for-deletion";

  /** What the folders of either kind were called long ago. */
  private static final String OLD = ".tmp";

  private BlockFiles() {}

  /** Deletes what work that was cut short has left in a data folder. */
  static int deleteLeftOvers(Path folder) throws IOException {
    int deleted = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (isLeftOver(entry.getFileName().toString()) && Files.isDirectory(entry)) {
          deleteTree(entry);
          deleted++;
        }
      }
    }
    return deleted;
  }

  private static boolean isLeftOver(String name) {
    for (String ending : new String[] {CREATION, DELETION, OLD}) {
      if (name.endsWith(ending)
          && Ulid.parse(name.substring(0, name.length() - ending.length())).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Deletes a block: after a kill in between it is gone, or there as a whole. */
  static void delete(Path block) throws IOException {
    Path leaving = block.resolveSibling(block.getFileName() + DELETION);
    deleteTree(leaving);
    try {
      Files.move(block, leaving);
    } catch (NoSuchFileException e) {
      return; // Deleted from outside.
    }
    deleteTree(leaving);
  }

  /** Deletes a folder with all that is in it, if it is there. */
  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Changes whenever a file below a folder does. */
  static long stamp(Path folder) throws IOException {
    long[] stamp = {1};
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            long own = file.toString().hashCode();
            own = own * 31 + attributes.size();
            own = own * 31 + attributes.lastModifiedTime().toMillis();
            stamp[0] += own * own; // Files come in any order.
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
    return stamp[0];
  }

  /** Makes names that were given or taken in a folder last through a loss of power. */
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
