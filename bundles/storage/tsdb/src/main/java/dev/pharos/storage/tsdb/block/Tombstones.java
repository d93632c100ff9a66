package dev.pharos.storage.tsdb.block;

import dev.pharos.storage.tsdb.series.Intervals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is deleted of a block: spans of time by series. In the file {@code tombstones}; see {@code
 * docs/formats/tombstones.md}. Immutable.
 */
final class Tombstones {

  static final String FILE = "tombstones";
  static final Tombstones NONE = new Tombstones(new TreeMap<>());

  private static final int MAGIC = 0x0130BA30;
  private static final byte VERSION = 1;
  private static final int HEADER_BYTES = 5;
  private static final int CHECKSUM_BYTES = 4;
  private static final int LONGEST_NUMBER = 10;

  private final SortedMap<Long, long[]> intervals;

  private Tombstones(SortedMap<Long, long[]> intervals) {
    this.intervals = intervals;
  }

  /** What is deleted of a series, as {@link Intervals} tells it; null for nothing. */
  long @Nullable [] of(int reference) {
    return intervals.isEmpty() ? null : intervals.get((long) reference);
  }

  /** Deleted spans of all series together. */
  long count() {
    long count = 0;
    for (long[] spans : intervals.values()) {
      count += spans.length / 2;
    }
    return count;
  }

  SortedMap<Long, long[]> all() {
    return intervals;
  }

  /** These and more spans, first and last, of some series. */
  Tombstones with(Map<Long, long[]> more) {
    SortedMap<Long, long[]> all = new TreeMap<>(intervals);
    more.forEach(
        (reference, span) ->
            all.merge(reference, span, (old, added) -> Intervals.add(old, added[0], added[1])));
    return new Tombstones(all);
  }

  /**
   * Reads the file of a block.
   *
   * @param told spans that the block's description tells of; if there are any, the file must be
   *     there, as what was deleted would show again without it
   */
  static Tombstones read(Path block, long told) throws IOException {
    Path file = block.resolve(FILE);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      if (told > 0) {
        throw DamagedBlockException.missing(file);
      }
      return NONE;
    }
    if (bytes.length < HEADER_BYTES + CHECKSUM_BYTES) {
      throw new DamagedBlockException(file, 0, bytes.length + " bytes", "at least 9");
    }
    ByteBuffer content = ByteBuffer.wrap(bytes);
    if (content.getInt(0) != MAGIC) {
      throw new DamagedBlockException(
          file, 0, MappedFile.hex(content.getInt(0)), MappedFile.hex(MAGIC));
    }
    if (content.get(4) != VERSION) {
      throw new DamagedBlockException(file, 4, "version " + content.get(4), "version " + VERSION);
    }
    int end = bytes.length - CHECKSUM_BYTES;
    int computed = checksum(bytes, HEADER_BYTES, end);
    if (content.getInt(end) != computed) {
      throw new DamagedBlockException(
          file,
          HEADER_BYTES,
          "tombstones with checksum " + MappedFile.hex(computed),
          "checksum " + MappedFile.hex(content.getInt(end)));
    }
    content.position(HEADER_BYTES).limit(end);
    SortedMap<Long, long[]> intervals = new TreeMap<>();
    while (content.hasRemaining()) {
      int at = content.position();
      long reference = readUvarint(file, content);
      long first = zigzag(readUvarint(file, content));
      long last = zigzag(readUvarint(file, content));
      if (first > last) {
        throw new DamagedBlockException(
            file, at, "a span from " + first + " to " + last, "one that ends after it begins");
      }
      intervals.merge(
          reference, new long[] {first, last}, (old, span) -> Intervals.add(old, first, last));
    }
    return new Tombstones(intervals);
  }

  private static long readUvarint(Path file, ByteBuffer from) throws DamagedBlockException {
    long value = 0;
    for (int shift = 0; shift < 7 * LONGEST_NUMBER && from.hasRemaining(); shift += 7) {
      byte group = from.get();
      value |= (group & 0x7fL) << shift;
      if (group >= 0) {
        return value;
      }
    }
    throw new DamagedBlockException(file, from.position(), "half a number", "a whole one");
  }

  private static long zigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  /** Writes the file of a block; whoever opens it meanwhile sees the old content or the new. */
  void write(Path block) throws IOException {
    SyncedFiles.replace(block.resolve(FILE), toBytes());
  }

  byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(HEADER_BYTES).putInt(MAGIC).put(VERSION).array());
    intervals.forEach(
        (reference, spans) -> {
          for (int i = 0; i < spans.length; i += 2) {
            writeUvarint(out, reference);
            writeUvarint(out, (spans[i] << 1) ^ (spans[i] >> 63));
            writeUvarint(out, (spans[i + 1] << 1) ^ (spans[i + 1] >> 63));
          }
        });
    byte[] bytes = out.toByteArray();
    byte[] whole = Arrays.copyOf(bytes, bytes.length + CHECKSUM_BYTES);
    ByteBuffer.wrap(whole).putInt(bytes.length, checksum(bytes, HEADER_BYTES, bytes.length));
    return whole;
  }

  private static void writeUvarint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static int checksum(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }
}
