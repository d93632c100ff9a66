package dev.pharos.storage.tsdb.tool;

import dev.pharos.model.Matcher;
import dev.pharos.storage.api.StorageTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Works on folders of this database, which are Prometheus's, too. */
public final class TsdbTool implements StorageTool {

  @Override
  public List<Block> blocks(Path data) throws IOException {
    requireFolder(data);
    return List.of();
  }

  @Override
  public Reading open(Path data) throws IOException {
    requireFolder(data);
    return FolderReading.open(data);
  }

  @Override
  public Analysis analyze(
      Path data, String ulid, List<Matcher> matchers, int limit, boolean withChunks)
      throws IOException {
    throw new IOException("block " + ulid + " not found");
  }

  @Override
  public Making make(Path data) throws IOException {
    throw new IOException("this version writes no blocks");
  }

  @Override
  public void check(Path data, Consumer<Finding> findings, Consumer<String> progress)
      throws IOException {
    requireFolder(data);
    new FolderCheck(data, findings, progress).run();
  }

  private static void requireFolder(Path data) throws IOException {
    if (!Files.isDirectory(data)) {
      throw new NotDirectoryException("opening the db dir: there is no folder " + data);
    }
  }
}
