package dev.pharos.web.prometheus.remote;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;

/** Unpacks the block format of Snappy. Not safe for use by several threads. */
final class SnappyBlock {

  /** The most bytes that begin a block and tell its unpacked length. */
  static final int MAX_PREAMBLE_BYTES = 5;

  private final SnappyJavaDecompressor decompressor = new SnappyJavaDecompressor();

  /** The length that a block claims to have unpacked, from its first bytes. */
  static long length(byte[] packed, int available) throws MalformedRequestException {
    long length = 0;
    for (int i = 0; i < MAX_PREAMBLE_BYTES && i < available; i++) {
      length |= (packed[i] & 0x7fL) << (7 * i);
      if (packed[i] >= 0) {
        return length;
      }
    }
    throw corrupt();
  }

  /** The most bytes that a sensible encoder needs for so many. */
  static long maxPackedLength(long length) {
    return 32 + length + length / 6;
  }

  /** Unpacks a block into an array that has room for the length it claims. */
  void unpack(byte[] packed, int packedLength, byte[] into, int length)
      throws MalformedRequestException {
    try {
      if (decompressor.decompress(packed, 0, packedLength, into, 0, length) != length) {
        throw corrupt();
      }
    } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw corrupt();
    }
  }

  static MalformedRequestException corrupt() {
    return new MalformedRequestException("snappy: corrupt input");
  }
}
