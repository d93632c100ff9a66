package dev.pharos.storage.tsdb.chunk;

/**
 * Values, packed as {@link XorWriter} describes.
 *
 * @param count samples to read; those behind them in {@code bytes} are not part of the chunk
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes to be read, shared with their writer on purpose.
public record XorChunk(long minMillis, long maxMillis, int count, byte[] bytes) implements Chunk {

  @Override
  public int size() {
    return bytes.length;
  }

  @Override
  public XorReader reader() {
    return new XorReader(bytes, count);
  }
}
