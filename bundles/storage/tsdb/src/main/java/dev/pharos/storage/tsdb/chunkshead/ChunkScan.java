package dev.pharos.storage.tsdb.chunkshead;

import dev.pharos.storage.tsdb.chunk.Encoding;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of chunks from its beginning to its end, in large pieces: the start of a server has
 * hundreds of thousands to look at. It knows plain ones only, and leaves all others to {@link
 * ChunkView}, which tells what is wrong with them. Not safe for use by several threads.
 */
final class ChunkScan implements Closeable {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final int PIECE = 64 * 1024;

  private final RandomAccessFile file;
  private final CRC32C checksum = new CRC32C();
  private final byte[] bytes = new byte[PIECE];

  /** Where in the file the piece begins, and how long it is. */
  private long start;

  private int length;
  private long end;

  ChunkScan(Path path) throws IOException {
    this.file = new RandomAccessFile(path.toFile(), "r");
  }

  /**
   * The chunk at a place; null if there is none, or none that is plainly whole.
   *
   * @param fileReference what the references of the chunks of this file begin with
   */
  @Nullable HeadChunk chunk(long at, long fileReference) throws IOException {
    if (!holds(at, ChunkFormat.SMALLEST)) {
      return null;
    }
    int header = (int) (at - start);
    int next = header + ChunkFormat.CHUNK_HEADER;
    int size = bytes[next++];
    if (size < 0) {
      size = (size & 0x7f) | bytes[next++] << 7;
    }
    int covered = next - header + size;
    if (size < 2 || !holds(at, covered + ChunkFormat.CHECKSUM)) {
      return null;
    }
    header = (int) (at - start);
    int data = header + covered - size;
    checksum.reset();
    checksum.update(bytes, header, covered);
    Encoding encoding = ChunkFormat.encoding(bytes[header + 24] & 0xff);
    long series = (long) LONG.get(bytes, header);
    if (series == 0
        || encoding == null
        || (int) INT.get(bytes, header + covered) != (int) checksum.getValue()) {
      return null;
    }
    end = at + covered + ChunkFormat.CHECKSUM;
    return new HeadChunk(
        fileReference | at,
        series,
        (long) LONG.get(bytes, header + 8),
        (long) LONG.get(bytes, header + 16),
        encoding,
        ChunkFormat.isOutOfOrder(bytes[header + 24] & 0xff),
        (bytes[data] & 0xff) << 8 | (bytes[data + 1] & 0xff),
        size);
  }

  /** Where the chunk ends that was told last. */
  long end() {
    return end;
  }

  private boolean holds(long at, int needed) throws IOException {
    if (at < start || at + needed > start + length) {
      file.seek(at);
      start = at;
      length = 0;
      int read;
      while (length < PIECE && (read = file.read(bytes, length, PIECE - length)) > 0) {
        length += read;
      }
    }
    return needed <= length;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
