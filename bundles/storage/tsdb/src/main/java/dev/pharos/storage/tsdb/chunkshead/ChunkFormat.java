package dev.pharos.storage.tsdb.chunkshead;

import dev.pharos.storage.tsdb.chunk.Encoding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The bytes of a file of chunks and of a chunk in it. */
final class ChunkFormat {

  static final int MAGIC = 0x0130BC91;
  static final int VERSION = 1;

  /** Bytes of a file before its first chunk: magic, version, three zeros. */
  static final int FILE_HEADER = 8;

  /** Bytes of a chunk before its length: series, first and last instant, encoding. */
  static final int CHUNK_HEADER = 25;

  static final int MAX_LENGTH_BYTES = 5;
  static final int CHECKSUM = 4;

  /** What the smallest chunk takes: a length of one byte and the two bytes of the sample count. */
  static final int SMALLEST = CHUNK_HEADER + 1 + 2 + CHECKSUM;

  private static final int OUT_OF_ORDER = 0x80;

  private static final Encoding[] ENCODINGS = Encoding.values();

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private ChunkFormat() {}

  static byte[] fileHeader() {
    byte[] header = new byte[FILE_HEADER];
    INT.set(header, 0, MAGIC);
    header[4] = VERSION;
    return header;
  }

  /** Bytes that a chunk takes in a file. */
  static int size(int length) {
    return CHUNK_HEADER + lengthBytes(length) + length + CHECKSUM;
  }

  static int lengthBytes(int length) {
    return length == 0 ? 1 : (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 6) / 7;
  }

  static int code(Encoding encoding, boolean outOfOrder) {
    return encoding.code() | (outOfOrder ? OUT_OF_ORDER : 0);
  }

  static boolean isOutOfOrder(int code) {
    return (code & OUT_OF_ORDER) != 0;
  }

  /** The encoding behind a byte; null if it is none that is known. */
  static @Nullable Encoding encoding(int code) {
    for (Encoding encoding : ENCODINGS) {
      if (encoding.code() == (code & ~OUT_OF_ORDER)) {
        return encoding;
      }
    }
    return null;
  }

  /** Writes a chunk to {@code out}, which has room for it; answers where it ends. */
  static int put(
      byte[] out,
      int start,
      long seriesReference,
      long minMillis,
      long maxMillis,
      int code,
      byte[] bytes,
      int length,
      CRC32C checksum) {
    int at = start;
    LONG.set(out, at, seriesReference);
    LONG.set(out, at + 8, minMillis);
    LONG.set(out, at + 16, maxMillis);
    out[at + 24] = (byte) code;
    at += CHUNK_HEADER;
    int rest = length;
    while (rest >= 0x80) {
      out[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[at++] = (byte) rest;
    System.arraycopy(bytes, 0, out, at, length);
    at += length;
    checksum.reset();
    checksum.update(out, start, at - start);
    INT.set(out, at, (int) checksum.getValue());
    return at + CHECKSUM;
  }
}
