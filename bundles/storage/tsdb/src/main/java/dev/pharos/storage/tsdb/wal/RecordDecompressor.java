package dev.pharos.storage.tsdb.wal;

import io.airlift.compress.v3.Decompressor;
import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;

/** Unpacks record after record into the same array. Not safe for use by several threads. */
final class RecordDecompressor {

  /** No record is larger, in our log or another's; what says so is damaged. */
  private static final int MAX_BYTES = 1 << 29;

  private static final int FIRST_GUESS = 1 << 20;

  private final SnappyJavaDecompressor snappy = new SnappyJavaDecompressor();
  private final ZstdJavaDecompressor zstd = new ZstdJavaDecompressor();
  private byte[] record = new byte[Segments.PAGE];

  /** The record that was unpacked last. */
  byte[] record() {
    return record;
  }

  /**
   * Unpacks a record.
   *
   * @param bit the bit that tells its compression
   * @return bytes in {@link #record}
   */
  int decompress(int bit, byte[] in, int length) throws DamagedRecordException {
    try {
      if (bit == LogCompression.SNAPPY.bit()) {
        reserve(snappy.getUncompressedLength(in, 0), length);
        return unpack(snappy, in, length);
      }
      if (bit == LogCompression.ZSTD.bit()) {
        long size = zstd.getDecompressedSize(in, 0, length);
        if (size < 0) {
          return unpackUnknown(in, length);
        }
        reserve(size, length);
        return unpack(zstd, in, length);
      }
    } catch (MalformedInputException | IndexOutOfBoundsException e) {
      throw new DamagedRecordException(
          length + " bytes that cannot be unpacked: " + e.getMessage());
    }
    throw new DamagedRecordException("two compressions at once");
  }

  private int unpack(Decompressor decompressor, byte[] in, int length) {
    return decompressor.decompress(in, 0, length, record, 0, record.length);
  }

  /** A frame need not say how long its content is. */
  private int unpackUnknown(byte[] in, int length) throws DamagedRecordException {
    for (long guess = FIRST_GUESS; ; guess *= 8) {
      reserve(guess, length);
      try {
        return unpack(zstd, in, length);
      } catch (MalformedInputException e) {
        if (guess * 8 > MAX_BYTES) {
          throw e;
        }
      }
    }
  }

  private void reserve(long size, int length) throws DamagedRecordException {
    if (size < 0 || size > MAX_BYTES) {
      throw new DamagedRecordException(
          length + " bytes that would be " + size + " bytes when unpacked");
    }
    if (record.length < size) {
      record = new byte[(int) Math.min(MAX_BYTES, size + size / 4)];
    }
  }
}
