package dev.pharos.storage.tsdb.block;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
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

  private static final long CHECKSUM_STEP = 1 << 16;

  private final Path path;
  private final MemorySegment bytes;

  private MappedFile(Path path, MemorySegment bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  static MappedFile map(Path path, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return new MappedFile(path, channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
    } catch (NoSuchFileException e) {
      throw DamagedBlockException.missing(path);
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
    int shorter = Math.min(length, other.length);
    for (int i = 0; i < shorter; i++) {
      byte here = at(offset + i);
      if (here != other[i]) {
        return Byte.compareUnsigned(here, other[i]);
      }
    }
    return length - other.length;
  }

  boolean startsWith(long offset, int length, byte[] prefix) {
    return length >= prefix.length && compare(offset, prefix.length, prefix) == 0;
  }

  /**
   * CRC-32C of bytes inside the file.
   *
   * <p>They are copied first: a copy of a file that has become shorter fails with an error that can
   * be caught, while the checksum's own machine code, run over mapped memory, would end the
   * process.
   */
  int checksum(long offset, long length) {
    CRC32C crc = new CRC32C();
    byte[] copy = new byte[(int) Math.min(CHECKSUM_STEP, length)];
    for (long done = 0; done < length; done += copy.length) {
      int step = (int) Math.min(copy.length, length - done);
      copy(offset + done, copy, 0, step);
      crc.update(copy, 0, step);
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
