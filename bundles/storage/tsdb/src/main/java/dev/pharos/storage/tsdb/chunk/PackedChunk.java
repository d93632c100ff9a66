package dev.pharos.storage.tsdb.chunk;

/**
 * A chunk as it lies on disk, with the times of its first and last sample.
 *
 * @param bytes from the two bytes of the sample count on; whoever gets it does not change it
 * @param length bytes that count; what follows them in the array is undefined
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes to be handed on, shared on purpose.
public record PackedChunk(
    long minMillis, long maxMillis, Encoding encoding, byte[] bytes, int length) {

  /** Samples in a chunk that is full: a reader of few samples should not unpack many. */
  public static final int FULL_SAMPLES = 120;

  /** Samples in the chunk, as its first two bytes tell. */
  public int samples() {
    return (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
  }
}
