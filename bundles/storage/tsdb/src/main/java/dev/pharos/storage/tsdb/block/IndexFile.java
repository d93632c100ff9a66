package dev.pharos.storage.tsdb.block;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/**
 * A block's index: which series it has, with which labels, and where their chunks are.
 *
 * <p>Reads versions 1 and 2 of the format; the original documents it in tsdb/docs/format/index.md.
 * The checksums of the contents, of the texts and of the table of postings are checked when it is
 * opened, those of postings and of series each time they are read. Safe for use by several threads.
 */
final class IndexFile {

  static final String FILE = "index";

  static final int MAGIC = 0xBAAAD700;
  static final int HEADER_BYTES = 5;
  static final int ALIGN = 16;

  /** Six places and a checksum. */
  static final int CONTENTS_BYTES = 6 * 8 + 4;

  /** References count sixteen bytes each, and are not negative. */
  private static final long LARGEST = 1L << 35;

  /** Where the parts of an index are, in bytes from its start; 0 for one that it does not have. */
  record Contents(
      long symbols,
      long series,
      long labelIndexes,
      long labelOffsets,
      long postings,
      long postingsOffsets) {

    /** Behind the last series: the part that comes next. */
    long seriesEnd() {
      return labelIndexes != 0 ? labelIndexes : postings;
    }
  }

  private final MappedFile file;
  private final int version;
  private final Contents contents;
  private final Symbols symbols;
  private final PostingsTable table;

  private IndexFile(
      MappedFile file, int version, Contents contents, Symbols symbols, PostingsTable table) {
    this.file = file;
    this.version = version;
    this.contents = contents;
    this.symbols = symbols;
    this.table = table;
  }

  static IndexFile open(Path folder, Arena arena) throws IOException {
    MappedFile file = MappedFile.map(folder.resolve(FILE), arena);
    if (file.size() < HEADER_BYTES + CONTENTS_BYTES || file.size() > LARGEST) {
      throw file.damaged(
          0, file.size() + " bytes", (HEADER_BYTES + CONTENTS_BYTES) + " to " + LARGEST);
    }
    if (file.intAt(0) != MAGIC) {
      throw file.damaged(0, MappedFile.hex(file.intAt(0)), MappedFile.hex(MAGIC));
    }
    int version = file.at(4);
    if (version != 1 && version != 2) {
      throw file.damaged(4, "version " + version, "version 1 or 2, which are read here");
    }
    Contents contents = readContents(file);
    Symbols symbols = Symbols.open(file, contents.symbols, version);
    PostingsTable table =
        version == 1
            ? LoadedPostingsTable.open(file, contents.postingsOffsets)
            : SampledPostingsTable.open(file, contents.postingsOffsets);
    return new IndexFile(file, version, contents, symbols, table);
  }

  private static Contents readContents(MappedFile file) throws DamagedBlockException {
    long at = file.size() - CONTENTS_BYTES;
    file.requireChecksum(at, CONTENTS_BYTES - 4, "table of contents");
    Contents contents =
        new Contents(
            place(file, at),
            place(file, at + 8),
            place(file, at + 16),
            place(file, at + 24),
            place(file, at + 32),
            place(file, at + 40));
    if (contents.seriesEnd() < contents.series) {
      throw file.damaged(
          at + 8, "series at " + contents.series, "them before " + contents.seriesEnd());
    }
    return contents;
  }

  private static long place(MappedFile file, long at) throws DamagedBlockException {
    long place = file.longAt(at);
    long last = file.size() - CONTENTS_BYTES;
    if (place != 0 && (place < HEADER_BYTES || place > last)) {
      throw file.damaged(at, "a part at " + place, "one at " + HEADER_BYTES + " to " + last);
    }
    return place;
  }

  MappedFile file() {
    return file;
  }

  int version() {
    return version;
  }

  Contents contents() {
    return contents;
  }

  Symbols symbols() {
    return symbols;
  }

  PostingsTable table() {
    return table;
  }

  /** A new reader of series, for one thread. */
  SeriesEntry series() {
    return new SeriesEntry(
        file, contents.series, contents.seriesEnd(), version == 1 ? 1 : ALIGN, symbols);
  }

  /** The series that have a label with a value; empty if there are none. */
  int[] postings(String name, String value) throws DamagedBlockException {
    long place = table.find(name, value);
    return place < 0 ? new int[0] : postings(place);
  }

  /** Number of the series in the postings at a place. */
  int postingsCount(long place) throws DamagedBlockException {
    file.require(place, 12, "postings");
    long length = file.unsignedIntAt(place);
    long count = file.unsignedIntAt(place + 4);
    if (length != 4 + 4 * count) {
      throw file.damaged(place, length + " bytes of postings", "those of " + count + " series");
    }
    file.require(place, length + 8, "postings");
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  /** The series of the postings at a place, ascending. */
  int[] postings(long place) throws DamagedBlockException {
    int count = postingsCount(place);
    file.requireChecksum(place + 4, 4 + 4L * count, "postings");
    int[] references = new int[count];
    file.copyInts(place + 8, references, count);
    return references;
  }

  /** The place of a label among those of a series, or -1. */
  int label(SeriesEntry series, String name) throws DamagedBlockException {
    for (int i = 0; i < series.labelCount(); i++) {
      if (symbols.text(series.name(i)).equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** How many series there are. */
  int seriesCount() throws DamagedBlockException {
    long place = table.find("", "");
    return place < 0 ? 0 : postingsCount(place);
  }

  /**
   * Some of all series, evenly spread, the first and the last among them; not checked.
   *
   * @param most how many at most, 2 or more
   */
  int[] some(int most) throws DamagedBlockException {
    int count = seriesCount();
    long first = table.find("", "") + 8;
    int[] some = new int[Math.min(count, most)];
    for (int i = 0; i < some.length; i++) {
      long at = some.length == 1 ? 0 : (long) i * (count - 1) / (some.length - 1);
      some[i] = file.intAt(first + 4 * at);
    }
    return some;
  }

  /** All series, ascending. */
  int[] all() throws DamagedBlockException {
    return postings("", "");
  }
}
