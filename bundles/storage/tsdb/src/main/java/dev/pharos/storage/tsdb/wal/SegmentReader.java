package dev.pharos.storage.tsdb.wal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Reads the records of one segment.
 *
 * <p>Damage is told and then stepped over: reading goes on at the first record that begins in a
 * later page, so that one bad sector costs a page and not all that follows.
 */
public final class SegmentReader implements Closeable {

  private final Path path;
  private final RandomAccessFile file;
  private final long limit;
  private final Consumer<Damage> onDamage;
  private final byte[] page = new byte[Segments.PAGE];
  private final CRC32C checksum = new CRC32C();

  private long pageStart = -1;
  private int pageLength;
  private long offset;
  private long end;
  private final RecordDecompressor decompressor = new RecordDecompressor();

  /** The pieces of a record, one behind the other. */
  private byte[] pieces = new byte[Segments.PAGE];

  private byte[] record = pieces;
  private int length;

  /**
   * Opens a segment.
   *
   * @param offset where a record begins; 0 for the first
   * @param limit where to stop, though the file may be longer
   * @param onDamage is told of each damage
   */
  public SegmentReader(Path path, long offset, long limit, Consumer<Damage> onDamage)
      throws IOException {
    this.path = path;
    this.file = new RandomAccessFile(path.toFile(), "r");
    this.limit = Math.min(limit, file.length());
    this.offset = offset;
    this.end = offset;
    this.onDamage = onDamage;
  }

  /** The current record, in an array that the next one reuses. */
  public byte[] record() {
    return record;
  }

  public int length() {
    return length;
  }

  /** Where the current record ends. */
  public long end() {
    return end;
  }

  /** Goes on to the next record; false if there is none. */
  public boolean next() throws IOException {
    length = 0;
    boolean inside = false;
    int compression = 0;
    boolean skipping = false;
    while (true) {
      Fragment fragment = nextFragment();
      switch (fragment.state()) {
        case END -> {
          if (inside) {
            damaged(offset, "the end of the file", "the rest of a record", true);
          }
          return false;
        }
        case DAMAGED -> {
          inside = false;
          length = 0;
          skipping = true;
          continue;
        }
        case READ -> {}
      }
      int place = fragment.header() & Segments.PLACE_MASK;
      boolean starts = place == Segments.WHOLE || place == Segments.FIRST;
      if (starts == inside) {
        if (!inside && skipping) {
          continue; // What is left of a record that was lost with the page before.
        }
        damaged(
            fragment.start(),
            inside ? "the start of a record" : "the rest of a record",
            inside ? "the rest of the record before" : "the start of one",
            false);
        length = 0;
        if (!starts) {
          skipping = true;
          continue;
        }
      }
      skipping = false;
      inside = true;
      compression = fragment.header() & LogCompression.MASK;
      add(fragment);
      if (place == Segments.WHOLE || place == Segments.LAST) {
        end = offset;
        if (compression == 0) {
          record = pieces;
          return true;
        }
        if (decompress(compression, fragment.start())) {
          return true;
        }
        inside = false;
        length = 0;
      }
    }
  }

  private boolean decompress(int compression, long start) {
    try {
      length = decompressor.decompress(compression, pieces, length);
      record = decompressor.record();
      return true;
    } catch (DamagedRecordException e) {
      damaged(start, String.valueOf(e.getMessage()), "a compressed record", false);
      return false;
    }
  }

  private void add(Fragment fragment) {
    if (pieces.length < length + fragment.length()) {
      pieces = Arrays.copyOf(pieces, Math.max(2 * pieces.length, length + fragment.length()));
    }
    System.arraycopy(page, fragment.from(), pieces, length, fragment.length());
    length += fragment.length();
  }

  private enum State {
    END,
    DAMAGED,
    READ
  }

  private record Fragment(State state, int header, long start, int from, int length) {
    static final Fragment AT_END = new Fragment(State.END, 0, 0, 0, 0);
    static final Fragment BROKEN = new Fragment(State.DAMAGED, 0, 0, 0, 0);
  }

  private Fragment nextFragment() throws IOException {
    while (offset < limit) {
      int in = (int) (offset % Segments.PAGE);
      load(offset - in);
      if (page[in] != Segments.PADDING) {
        return fragment(in);
      }
      int nonZero = firstNonZero(in);
      if (nonZero >= 0) {
        return damaged(pageStart + nonZero, hex(page[nonZero]), "0x00 to the end of the page");
      }
      offset = nextPage();
    }
    return Fragment.AT_END;
  }

  private Fragment fragment(int in) {
    long start = pageStart + in;
    int header = page[in] & 0xff;
    int place = header & Segments.PLACE_MASK;
    if (place > Segments.LAST || header >>> 5 != 0) {
      return damaged(start, hex(page[in]), "the start of a fragment");
    }
    int left = pageLength - in - Segments.HEADER;
    int size = left < 0 ? 0 : ((page[in + 1] & 0xff) << 8) | (page[in + 2] & 0xff);
    if (left < 0 || size > left) {
      boolean torn = pageStart + pageLength == limit;
      String expected =
          left < 0 ? Segments.HEADER + " bytes or more" : Segments.HEADER + size + " bytes";
      damaged(start, "a fragment of " + (pageLength - in) + " bytes", expected, torn);
      offset = nextPage();
      return Fragment.BROKEN;
    }
    int stored =
        ((page[in + 3] & 0xff) << 24)
            | ((page[in + 4] & 0xff) << 16)
            | ((page[in + 5] & 0xff) << 8)
            | (page[in + 6] & 0xff);
    checksum.reset();
    checksum.update(page, in + Segments.HEADER, size);
    int computed = (int) checksum.getValue();
    if (stored != computed) {
      return damaged(start, "checksum " + hex(computed), "checksum " + hex(stored));
    }
    offset = start + Segments.HEADER + size;
    return new Fragment(State.READ, header, start, in + Segments.HEADER, size);
  }

  private Fragment damaged(long at, String found, String expected) {
    damaged(at, found, expected, false);
    offset = nextPage();
    return Fragment.BROKEN;
  }

  private void damaged(long at, String found, String expected, boolean torn) {
    onDamage.accept(new Damage(path, at, found, expected, torn));
  }

  private long nextPage() {
    return Math.min(limit, pageStart + Segments.PAGE);
  }

  private void load(long start) throws IOException {
    if (start == pageStart) {
      return;
    }
    int wanted = (int) Math.min(Segments.PAGE, limit - start);
    file.seek(start);
    file.readFully(page, 0, wanted);
    pageStart = start;
    pageLength = wanted;
  }

  private int firstNonZero(int from) {
    for (int i = from; i < pageLength; i++) {
      if (page[i] != 0) {
        return i;
      }
    }
    return -1;
  }

  private static String hex(byte value) {
    return "0x%02x".formatted(value & 0xff);
  }

  private static String hex(int value) {
    return "0x%08x".formatted(value);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
