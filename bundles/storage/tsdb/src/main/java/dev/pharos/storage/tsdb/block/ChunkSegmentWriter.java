package dev.pharos.storage.tsdb.block;

import dev.pharos.storage.tsdb.chunk.PackedChunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes chunks into files of bounded size; the original documents them in
 * tsdb/docs/format/chunks.md.
 */
final class ChunkSegmentWriter implements AutoCloseable {

  /** Most bytes that can stand around a chunk's data: length, encoding, checksum. */
  private static final int AROUND_BYTES = 5 + 1 + 4;

  private final Path folder;
  private final long segmentBytes;
  private int files;
  private @Nullable FileSink current;

  ChunkSegmentWriter(Path block, long segmentBytes) throws IOException {
    this.folder = Files.createDirectory(block.resolve(ChunkSegments.FOLDER));
    this.segmentBytes = segmentBytes;
  }

  /** Appends a chunk; answers its place. */
  long write(PackedChunk chunk) throws IOException {
    FileSink file = current;
    if (file == null
        || (file.position() > ChunkSegments.HEADER_BYTES
            && file.position() + chunk.length() + AROUND_BYTES > segmentBytes)) {
      file = cut();
    }
    long place = (files - 1L) << 32 | file.position();
    file.writeUvarint(chunk.length());
    file.startChecksum();
    file.writeByte(chunk.encoding().code());
    file.write(chunk.bytes(), 0, chunk.length());
    file.writeChecksum();
    return place;
  }

  private FileSink cut() throws IOException {
    close();
    FileSink next = new FileSink(folder.resolve(ChunkSegments.name(files)));
    files++;
    current = next;
    next.writeInt(ChunkSegments.MAGIC);
    next.writeByte(ChunkSegments.VERSION);
    next.writeByte(0);
    next.writeByte(0);
    next.writeByte(0);
    return next;
  }

  /** Waits until all is on the disk. */
  void finish() throws IOException {
    FileSink last = current;
    if (last != null) {
      last.sync();
    }
    SyncedFiles.syncFolder(folder);
  }

  @Override
  public void close() throws IOException {
    FileSink file = current;
    if (file != null) {
      current = null;
      try (file) {
        file.sync();
      }
    }
  }
}
