package dev.pharos.storage.tsdb.chunkshead;

import dev.pharos.storage.tsdb.chunk.Encoding;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Looks at the chunk at one place after the other. Not safe for use by several threads. */
final class ChunkView {

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** What keeps bytes from being a chunk, and what was expected in their place. */
  record Fault(String found, String expected) {}

  private final CRC32C checksum = new CRC32C();
  private final MemorySegment segment;
  private byte[] copy = new byte[1024];
  private long start;
  private long dataStart;
  private int length;

  ChunkView(MemorySegment segment) {
    this.segment = segment;
  }

  /**
   * Whether nothing but the zeros of an unfinished file stand where a chunk would. A file that ends
   * within a header was cut short, unless it was made as long as a file can be.
   */
  boolean isEnd(long at) {
    long left = segment.byteSize() - at;
    if (left < ChunkFormat.CHUNK_HEADER - 1 && segment.byteSize() < HeadChunks.FILE_BYTES) {
      return false;
    }
    long header = Math.min(ChunkFormat.CHUNK_HEADER - 1, left);
    for (long i = at; i < at + header; i++) {
      if (segment.get(ValueLayout.JAVA_BYTE, i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the chunk there ends beyond the file, as one does whose writing was cut short. */
  boolean isTorn(long at) {
    if (segment.byteSize() - at < ChunkFormat.SMALLEST) {
      return true;
    }
    return locate(at) && end() > segment.byteSize();
  }

  /** Goes to a chunk and checks all of it; null if it is one. */
  @Nullable Fault check(long at) {
    long left = segment.byteSize() - at;
    if (left < ChunkFormat.SMALLEST) {
      return new Fault(Math.max(0, left) + " bytes", ChunkFormat.SMALLEST + " or more");
    }
    if (!locate(at)) {
      return new Fault("a length of more than five bytes", "a length");
    }
    if (length < 2 || end() > segment.byteSize()) {
      return new Fault(
          "a length of " + length, "2 to " + (segment.byteSize() - dataStart - 4) + " bytes");
    }
    checksum.reset();
    int covered = (int) (dataStart + length - at);
    if (copy.length < covered) {
      copy = new byte[covered + covered / 2];
    }
    // Over mapped memory the checksum's machine code would end the process if the file got shorter;
    // a copy fails with an error that can be caught.
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, at, copy, 0, covered);
    checksum.update(copy, 0, covered);
    int stored = segment.get(INT, dataStart + length);
    int computed = (int) checksum.getValue();
    if (stored != computed) {
      return new Fault("checksum 0x%08x".formatted(computed), "0x%08x".formatted(stored));
    }
    if (ChunkFormat.encoding(code()) == null) {
      return new Fault("encoding " + code(), "1, 2 or 3");
    }
    return null;
  }

  /** Reads the length; false if it is none. */
  private boolean locate(long at) {
    start = at;
    long value = 0;
    long next = at + ChunkFormat.CHUNK_HEADER;
    long last = Math.min(segment.byteSize(), next + ChunkFormat.MAX_LENGTH_BYTES);
    for (int shift = 0; next < last; shift += 7) {
      byte group = segment.get(ValueLayout.JAVA_BYTE, next++);
      value |= (long) (group & 0x7f) << shift;
      if (group >= 0) {
        dataStart = next;
        length = (int) Math.min(value, Integer.MAX_VALUE);
        return true;
      }
    }
    return false;
  }

  /** Where the chunk ends that was gone to. */
  long end() {
    return dataStart + length + ChunkFormat.CHECKSUM;
  }

  int length() {
    return length;
  }

  byte[] copy(byte[] buffer) {
    byte[] target = buffer.length < length ? new byte[Math.max(length, 256)] : buffer;
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, dataStart, target, 0, length);
    return target;
  }

  private int code() {
    return segment.get(ValueLayout.JAVA_BYTE, start + 24) & 0xff;
  }

  HeadChunk chunk(long reference) {
    Encoding encoding = Objects.requireNonNull(ChunkFormat.encoding(code()), "not checked before");
    return new HeadChunk(
        reference,
        segment.get(LONG, start),
        segment.get(LONG, start + 8),
        segment.get(LONG, start + 16),
        encoding,
        ChunkFormat.isOutOfOrder(code()),
        segment.get(SHORT, dataStart) & 0xffff,
        length);
  }
}
