package dev.pharos.storage.tsdb.block;

import dev.pharos.model.Labels;
import dev.pharos.model.Utf8Order;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * One series of an index as it was last {@linkplain #read read}: numbers of its labels' texts, and
 * times and places of its chunks. Made once and used for many series.
 *
 * <p>Not safe for use by several threads.
 */
final class SeriesEntry {

  private static final int CHECKSUM_BYTES = 4;
  private static final int LONGEST_LENGTH = 10;

  private final MappedFile file;
  private final long start;
  private final long end;
  private final Symbols symbols;
  private final int align;
  private final CRC32C crc = new CRC32C();

  private byte[] bytes = new byte[256];
  private long place;
  private int at;
  private int length;

  private int labels;
  private int[] texts = new int[32];
  private int chunks;
  private long[] mins = new long[8];
  private long[] maxes = new long[8];
  private long[] places = new long[8];

  /** Texts of the series before, which are mostly those of the next one too. */
  private int[] lastTexts = {};

  private String[] lastPairs = {};

  /**
   * Reads series between two places of a file.
   *
   * @param align bytes that a reference counts
   */
  SeriesEntry(MappedFile file, long start, long end, int align, Symbols symbols) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.align = align;
    this.symbols = symbols;
  }

  /**
   * Reads a series.
   *
   * @throws DamagedBlockException if none can stand there, or its checksum is wrong
   */
  void read(int reference) throws DamagedBlockException {
    place = (long) reference * align;
    if (reference < 0 || place < start || place >= end) {
      throw file.damaged(
          Math.clamp(place, 0, file.size()),
          "series " + Integer.toUnsignedString(reference),
          "one at " + start + " to " + end);
    }
    fetch();
    labels = readCount("labels", 2);
    if (texts.length < 2 * labels) {
      texts = new int[2 * labels];
    }
    for (int i = 0; i < 2 * labels; i++) {
      long text = readUvarint();
      if (text != (text & 0xffff_ffffL)) {
        throw damaged("symbol " + text, "a number of 32 bits");
      }
      texts[i] = (int) text;
    }
    readChunks();
    if (at != length) {
      throw damaged((length - at) + " bytes behind the chunks", "none");
    }
  }

  /** Brings the entry's bytes here, where they are quicker to read, and checks them. */
  private void fetch() throws DamagedBlockException {
    Section head = new Section(file, place, Math.min(end, place + LONGEST_LENGTH), "series entry");
    long told = head.readUvarint();
    long body = head.position();
    if (told < 0 || told > end - body - CHECKSUM_BYTES || told > Integer.MAX_VALUE - 64) {
      throw file.damaged(place, "a series entry of " + told + " bytes", "at most " + (end - body));
    }
    length = (int) told;
    if (bytes.length < length) {
      bytes = new byte[length + length / 2];
    }
    file.copy(body, bytes, 0, length);
    crc.reset();
    crc.update(bytes, 0, length);
    int stored = file.intAt(body + length);
    if ((int) crc.getValue() != stored) {
      throw file.damaged(
          place,
          "a series entry with checksum " + MappedFile.hex((int) crc.getValue()),
          "checksum " + MappedFile.hex(stored));
    }
    at = 0;
  }

  private void readChunks() throws DamagedBlockException {
    chunks = readCount("chunks", 3);
    if (mins.length < chunks) {
      mins = new long[chunks + chunks / 2];
      maxes = new long[mins.length];
      places = new long[mins.length];
    }
    long time = 0;
    long chunkPlace = 0;
    for (int i = 0; i < chunks; i++) {
      time += i == 0 ? zigzag(readUvarint()) : readUvarint();
      mins[i] = time;
      time += readUvarint();
      maxes[i] = time;
      chunkPlace += i == 0 ? readUvarint() : zigzag(readUvarint());
      places[i] = chunkPlace;
    }
  }

  /** A number of things of at least so many bytes each, all of which are there. */
  private int readCount(String what, int bytesEach) throws DamagedBlockException {
    long count = readUvarint();
    if (count < 0 || count > (length - at) / bytesEach) {
      throw damaged(count + " " + what, "at most " + (length - at) / bytesEach);
    }
    return (int) count;
  }

  private long readUvarint() throws DamagedBlockException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == length) {
        throw damaged("the end of the series entry", "more bytes");
      }
      byte group = bytes[at];
      at++;
      value |= (group & 0x7fL) << shift;
      if (group >= 0) {
        return value;
      }
    }
    throw damaged("a number longer than ten bytes", "at most ten");
  }

  private static long zigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  private DamagedBlockException damaged(String found, String expected) {
    return file.damaged(place, found + " in a series entry", expected);
  }

  /** Behind the entry and its checksum, in bytes from the start of the file. */
  long endPlace() throws DamagedBlockException {
    Section head = new Section(file, place, end, "series entry");
    long told = head.readUvarint();
    return head.position() + told + CHECKSUM_BYTES;
  }

  int labelCount() {
    return labels;
  }

  /** Number of the text of a label's name. */
  int name(int label) {
    return texts[2 * label];
  }

  /** Number of the text of a label's value. */
  int value(int label) {
    return texts[2 * label + 1];
  }

  /** The labels of the series. */
  Labels labels() throws DamagedBlockException {
    int size = 2 * labels;
    String[] pairs = new String[size];
    for (int i = 0; i < size; i++) {
      pairs[i] =
          i < lastPairs.length && lastTexts[i] == texts[i] ? lastPairs[i] : symbols.text(texts[i]);
    }
    lastTexts = lastTexts.length < size ? Arrays.copyOf(texts, size) : lastTexts;
    System.arraycopy(texts, 0, lastTexts, 0, size);
    lastPairs = pairs;
    for (int i = 0; i < size; i += 2) {
      boolean inOrder = i == 0 || Utf8Order.order(pairs[i - 2], pairs[i]) < 0;
      if (!inOrder || pairs[i + 1].isEmpty()) {
        throw damaged("labels " + Arrays.toString(pairs), "names in order and values");
      }
    }
    return Labels.ofSorted(pairs);
  }

  int chunkCount() {
    return chunks;
  }

  long minMillis(int chunk) {
    return mins[chunk];
  }

  long maxMillis(int chunk) {
    return maxes[chunk];
  }

  /** Where a chunk stands: number of the segment in the upper half, byte in the lower. */
  long place(int chunk) {
    return places[chunk];
  }
}
