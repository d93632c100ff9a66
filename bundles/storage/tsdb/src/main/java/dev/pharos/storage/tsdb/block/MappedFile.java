package dev.pharos.storage.tsdb.block;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file seen as memory, as long as its arena is open. Numbers are big-endian.
 *
 * <p>Callers check that what they read lies inside, by {@link #require}; safe for use by several
 * threads.
 */
final class MappedFile {

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** A buffer holds no more than an int can count. */
  private static final long CHECKSUM_STEP = 1 << 30;

  private final Path path;
  private final MemorySegment bytes;

  private MappedFile(Path path, MemorySegment bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  static MappedFile map(Path path, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return new MappedFile(path, channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
    }
  }

  Path path() {
    return path;
  }

  long size() {
    return bytes.byteSize();
  }

  byte at(long offset) {
    return bytes.get(ValueLayout.JAVA_BYTE, offset);
  }

  int intAt(long offset) {
    return bytes.get(INT, offset);
  }

  long unsignedIntAt(long offset) {
    return bytes.get(INT, offset) & 0xffff_ffffL;
  }

  long longAt(long offset) {
    return bytes.get(LONG, offset);
  }

  void copy(long offset, byte[] to, int at, int length) {
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, to, at, length);
  }

  void copyInts(long offset, int[] to, int length) {
    MemorySegment.copy(bytes, INT, offset, to, 0, length);
  }

  /** The order of the bytes there and of those given, as numbers without a sign. */
  int compare(long offset, int length, byte[] other) {
    MemorySegment given = MemorySegment.ofArray(other);
    long at = MemorySegment.mismatch(bytes, offset, offset + length, given, 0, other.length);
    if (at < 0) {
      return 0;
    }
    if (at == length || at == other.length) {
      return length - other.length;
    }
    return Byte.compareUnsigned(at(offset + at), other[(int) at]);
  }

  boolean startsWith(long offset, int length, byte[] prefix) {
    return length >= prefix.length && compare(offset, prefix.length, prefix) == 0;
  }

  /** CRC-32C of bytes inside the file. */
  int checksum(long offset, long length) {
    CRC32C crc = new CRC32C();
    for (long done = 0; done < length; done += CHECKSUM_STEP) {
      long step = Math.min(CHECKSUM_STEP, length - done);
      crc.update(bytes.asSlice(offset + done, step).asByteBuffer());
    }
    return (int) crc.getValue();
  }

  /** Fails if the bytes are not all inside the file. */
  void require(long offset, long length, String what) throws DamagedBlockException {
    if (offset < 0 || length < 0 || offset > size() - length) {
      throw damaged(
          Math.clamp(offset, 0, size()),
          what + " of " + length + " bytes at " + offset,
          "its end within the file's " + size() + " bytes");
    }
  }

  /** Fails if the checksum behind some bytes is not theirs. */
  void requireChecksum(long offset, long length, String what) throws DamagedBlockException {
    int stored = intAt(offset + length);
    int computed = checksum(offset, length);
    if (stored != computed) {
      throw damaged(offset, what + " with checksum " + hex(computed), "checksum " + hex(stored));
    }
  }

  DamagedBlockException damaged(long offset, String found, String expected) {
    return new DamagedBlockException(path, offset, found, expected);
  }

  static String hex(int value) {
    return "0x%08x".formatted(value);
  }
}
