package dev.pharos.storage.tsdb.block;

import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.series.ChunkList;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Chunks of one series of a block. */
final class BlockChunks implements ChunkList {

  private final Block block;

  /** First, last and place of each chunk in turn. */
  private final long[] chunks;

  private final long @Nullable [] deleted;

  BlockChunks(Block block, long[] chunks, long @Nullable [] deleted) {
    this.block = block;
    this.chunks = chunks;
    this.deleted = deleted;
  }

  @Override
  public int size() {
    return chunks.length / 3;
  }

  @Override
  public long minMillis(int chunk) {
    return chunks[3 * chunk];
  }

  @Override
  public long maxMillis(int chunk) {
    return chunks[3 * chunk + 1];
  }

  private long place(int chunk) {
    return chunks[3 * chunk + 2];
  }

  @Override
  public Encoding encoding(int chunk) {
    return block.segments().encoding(place(chunk));
  }

  @Override
  public byte[] read(int chunk, byte[] buffer) throws StorageException {
    try {
      return block.segments().read(place(chunk), buffer);
    } catch (IOException | InternalError e) {
      throw block.failed(e);
    }
  }

  @Override
  public int length(int chunk) throws StorageException {
    try {
      return block.segments().length(place(chunk));
    } catch (IOException | InternalError e) {
      throw block.failed(e);
    }
  }

  @Override
  public long @Nullable [] deleted() {
    return deleted;
  }
}
