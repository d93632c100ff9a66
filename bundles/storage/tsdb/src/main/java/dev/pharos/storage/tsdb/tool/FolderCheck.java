package dev.pharos.storage.tsdb.tool;

import dev.pharos.storage.api.StorageTool.Finding;
import dev.pharos.storage.tsdb.wal.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Consumer;

/** Verifies a data folder part by part. */
final class FolderCheck {

  private final Path data;
  private final Consumer<Finding> findings;
  private final Consumer<String> progress;

  FolderCheck(Path data, Consumer<Finding> findings, Consumer<String> progress) {
    this.data = data;
    this.findings = findings;
    this.progress = progress;
  }

  void run() throws IOException {
    for (Path block : FolderBlocks.folders(data)) {
      progress.accept(block.toString());
      new BlockCheck(block, findings).run();
    }
    checkLogs();
    Path mapped = data.resolve("chunks_head");
    if (Files.isDirectory(mapped)) {
      progress.accept(mapped.toString());
      new HeadChunksCheck(mapped, findings).run();
    }
  }

  private void checkLogs() throws IOException {
    LogCheck wal = new LogCheck(data.resolve("wal"), findings, progress);
    if (Files.isDirectory(data.resolve("wal"))) {
      checkWal(wal, data.resolve("wal"));
    }
    Path wbl = data.resolve("wbl");
    if (Files.isDirectory(wbl)) {
      LogCheck late = new LogCheck(wbl, findings, progress);
      late.knows(wal);
      late.run(-1, true);
    }
  }

  private void checkWal(LogCheck log, Path wal) throws IOException {
    NavigableMap<Integer, Path> checkpoints = Checkpoints.list(wal);
    int covered = -1;
    for (Map.Entry<Integer, Path> checkpoint : checkpoints.entrySet()) {
      covered = checkpoint.getKey();
      LogCheck own = new LogCheck(checkpoint.getValue(), findings, progress);
      own.run(-1, false);
      log.knows(own);
    }
    log.run(covered, true);
  }
}
