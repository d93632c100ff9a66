package dev.pharos.storage.tsdb.tool;

import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.api.StorageTool.Finding;
import dev.pharos.storage.tsdb.chunk.ChunkDecoder;
import dev.pharos.storage.tsdb.chunkshead.HeadChunk;
import dev.pharos.storage.tsdb.chunkshead.HeadChunkFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Verifies {@code chunks_head}: each chunk, each sample of it, and that none comes twice. */
final class HeadChunksCheck implements HeadChunkFiles.Visitor {

  private static final String WAY_OUT =
      "Start the server on the folder once: it cuts the file there and takes the samples from the"
          + " log, if that is whole";

  private final Path folder;
  private final Consumer<Finding> findings;
  private final ChunkDecoder decoder = new ChunkDecoder();
  private final List<HeadChunk> chunks = new ArrayList<>();
  private byte[] buffer = {};

  HeadChunksCheck(Path folder, Consumer<Finding> findings) {
    this.folder = folder;
    this.findings = findings;
  }

  void run() throws IOException {
    try (HeadChunkFiles files = HeadChunkFiles.open(folder)) {
      files.visit(this);
      for (HeadChunk chunk : chunks) {
        try {
          check(files, chunk);
        } catch (StorageException e) {
          find(files.file(chunk), place(chunk), String.valueOf(e.getMessage()));
        }
      }
    }
  }

  @Override
  public void chunk(HeadChunk chunk) {
    chunks.add(chunk);
  }

  @Override
  public void damaged(Path file, long at, String fault, boolean torn) {
    if (!torn) {
      find(file, "byte " + at, fault);
    }
  }

  private void check(HeadChunkFiles files, HeadChunk chunk) throws StorageException {
    buffer = files.read(chunk, buffer);
    decoder.reset(chunk.encoding(), buffer, 0, chunk.length());
    long before = Long.MIN_VALUE;
    long first = 0;
    int samples = 0;
    while (decoder.next()) {
      long timestamp = decoder.timestampMillis();
      if (samples == 0) {
        first = timestamp;
      } else if (timestamp <= before) {
        find(files.file(chunk), place(chunk), "a sample of " + timestamp + " after " + before);
      }
      before = timestamp;
      samples++;
    }
    if (samples == 0 || first != chunk.minMillis() || before != chunk.maxMillis()) {
      find(
          files.file(chunk),
          place(chunk),
          "samples from %d to %d, told are %d to %d"
              .formatted(first, before, chunk.minMillis(), chunk.maxMillis()));
    }
  }

  private static String place(HeadChunk chunk) {
    return "byte " + (chunk.reference() & 0xffffffffL);
  }

  private void find(Path file, String place, String fault) {
    findings.accept(new Finding(file, place, fault, WAY_OUT));
  }
}
