package dev.pharos.storage.tsdb.block;

import dev.pharos.model.Labels;
import dev.pharos.model.Utf8Order;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes an index of version 2, as the original documents it in tsdb/docs/format/index.md.
 *
 * <p>Texts stand in front of the series there, but are only known when the last series has come. So
 * series are first written to a file of their own, with numbers given to texts as they came, and at
 * the end copied with the numbers of the sorted texts. Postings are gathered label by label, as
 * many labels at a time as memory is meant for, each time going over that file once.
 *
 * <p>In memory are the texts, four bytes for each series and eight for each label pair.
 */
final class IndexWriter implements AutoCloseable {

  /** Entries of postings that are gathered at a time, unless one label alone has more. */
  private static final int BATCH = 4 << 20;

  private static final int VERSION = 2;

  /** The values of one label, in their order. */
  private static final class Values {
    private final int name;
    private int[] texts = {};
    private int[] counts = {};

    private Values(int name) {
      this.name = name;
    }
  }

  private final Path folder;
  private final FileSink spool;
  private final Map<String, Integer> numbers = new HashMap<>();
  private int[] uses = new int[64];
  private int series;

  /** References of the series. */
  private int[] references = {};

  /** Final numbers of texts, by the numbers that they got as they came. */
  private int[] ranks = {};

  private String[] texts = {};

  IndexWriter(Path folder) throws IOException {
    this.folder = folder;
    this.spool = new FileSink(folder.resolve("index.series"));
    // The name and the value of the postings of all series, which the original counts as a text.
    number("");
  }

  private int number(String text) {
    Integer known = numbers.get(text);
    if (known != null) {
      return known;
    }
    int number = numbers.size();
    numbers.put(text, number);
    return number;
  }

  /** Adds a series behind all others in the order of labels. */
  void add(Labels labels, long[] mins, long[] maxes, long[] places, int chunks) throws IOException {
    spool.writeUvarint(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      int name = number(labels.name(i));
      if (name >= uses.length) {
        uses = Arrays.copyOf(uses, 2 * name);
      }
      uses[name]++;
      spool.writeUvarint(name);
      spool.writeUvarint(number(labels.value(i)));
    }
    spool.writeUvarint(chunks);
    long time = 0;
    long place = 0;
    for (int i = 0; i < chunks; i++) {
      if (i == 0) {
        spool.writeVarint(mins[i]);
      } else {
        spool.writeUvarint(mins[i] - time);
      }
      spool.writeUvarint(maxes[i] - mins[i]);
      if (i == 0) {
        spool.writeUvarint(places[i]);
      } else {
        spool.writeVarint(places[i] - place);
      }
      time = maxes[i];
      place = places[i];
    }
    series++;
  }

  /** Writes the index of all series added. */
  void finish() throws IOException {
    spool.flush();
    rank();
    Path postingsFile = folder.resolve("index.postings");
    try (Arena arena = Arena.ofConfined();
        FileSink index = new FileSink(folder.resolve(IndexFile.FILE));
        FileSink postings = new FileSink(postingsFile)) {
      index.writeInt(IndexFile.MAGIC);
      index.writeByte(VERSION);
      final long symbolsAt = index.position();
      writeSymbols(index);
      final long seriesAt = index.position();
      MappedFile spooled = MappedFile.map(spool.path(), arena);
      writeSeries(index, spooled);
      final long labelIndexesAt = index.position();
      List<Values> values = writePostings(postings, spooled);
      long[] labelIndexes = writeLabelIndexes(index, values);
      final long postingsAt = index.position();
      index.align(4);
      final long firstPostings = index.position();
      postings.flush();
      index.append(postingsFile);
      final long labelOffsetsAt = index.position();
      writeLabelOffsets(index, values, labelIndexes);
      long postingsOffsetsAt = index.position();
      writePostingsOffsets(index, values, firstPostings);
      index.startChecksum();
      index.writeLong(symbolsAt);
      index.writeLong(seriesAt);
      index.writeLong(labelIndexesAt);
      index.writeLong(labelOffsetsAt);
      index.writeLong(postingsAt);
      index.writeLong(postingsOffsetsAt);
      index.writeChecksum();
      index.sync();
    }
    spool.close();
    Files.delete(postingsFile);
    Files.delete(spool.path());
  }

  private void rank() {
    texts = numbers.keySet().toArray(String[]::new);
    Arrays.sort(texts, Utf8Order.INSTANCE);
    ranks = new int[texts.length];
    for (int i = 0; i < texts.length; i++) {
      ranks[numbers.getOrDefault(texts[i], 0)] = i;
    }
    uses = Arrays.copyOf(uses, texts.length);
    numbers.clear();
  }

  private void writeSymbols(FileSink index) throws IOException {
    long start = index.position();
    index.writeInt(0);
    index.startChecksum();
    index.writeInt(texts.length);
    for (String text : texts) {
      index.writeText(text);
    }
    endSection(index, start, "symbol table");
  }

  private static void endSection(FileSink index, long start, String what) throws IOException {
    long length = index.position() - start - 4;
    if (length > 0xffff_ffffL) {
      throw new IOException(
          "the " + what + " needs " + length + " bytes; the format has room for 4 GiB");
    }
    index.writeChecksum();
    index.overwriteInt(start, (int) length);
  }

  private void writeSeries(FileSink index, MappedFile spooled) throws IOException {
    references = new int[series];
    Section from = new Section(spooled, 0, spooled.size(), "spooled series");
    byte[] entry = new byte[1024];
    for (int i = 0; i < series; i++) {
      int labels = (int) from.readUvarint();
      int size = 0;
      entry = room(entry, 20 + 10 * labels);
      size = putUvarint(entry, size, labels);
      for (int j = 0; j < 2 * labels; j++) {
        size = putUvarint(entry, size, ranks[(int) from.readUvarint()]);
      }
      long chunksAt = from.position();
      long chunks = from.readUvarint();
      for (long j = 0; j < 3 * chunks; j++) {
        from.readUvarint();
      }
      int chunkBytes = (int) (from.position() - chunksAt);
      entry = room(entry, size + chunkBytes);
      spooled.copy(chunksAt, entry, size, chunkBytes);
      size += chunkBytes;
      index.align(IndexFile.ALIGN);
      long reference = index.position() / IndexFile.ALIGN;
      if (reference > Integer.MAX_VALUE) {
        throw new IOException("the index needs more than 32 GiB");
      }
      references[i] = (int) reference;
      index.writeUvarint(size);
      index.startChecksum();
      index.write(entry, 0, size);
      index.writeChecksum();
    }
  }

  private static byte[] room(byte[] bytes, int size) {
    return bytes.length < size ? Arrays.copyOf(bytes, 2 * size) : bytes;
  }

  private static int putUvarint(byte[] to, int at, int value) {
    int place = at;
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      to[place] = (byte) (rest | 0x80);
      place++;
      rest >>>= 7;
    }
    to[place] = (byte) rest;
    return place + 1;
  }

  /** Writes the postings of all series and of each pair; answers the pairs in their order. */
  private List<Values> writePostings(FileSink postings, MappedFile spooled) throws IOException {
    writePostings(postings, references, 0, series);
    List<Values> all = new ArrayList<>();
    List<Integer> names = new ArrayList<>();
    for (int number = 0; number < uses.length; number++) {
      if (uses[number] > 0) {
        names.add(number);
      }
    }
    names.sort((a, b) -> Integer.compare(ranks[a], ranks[b]));
    for (int from = 0; from < names.size(); ) {
      int to = from;
      long entries = 0;
      while (to < names.size() && (to == from || entries + uses[names.get(to)] <= BATCH)) {
        entries += uses[names.get(to)];
        to++;
      }
      all.addAll(writePostings(postings, spooled, names.subList(from, to)));
      from = to;
    }
    return all;
  }

  private List<Values> writePostings(FileSink postings, MappedFile spooled, List<Integer> names)
      throws IOException {
    int[] places = new int[ranks.length];
    Arrays.fill(places, -1);
    int[][] valuesOf = new int[names.size()][];
    int[][] referencesOf = new int[names.size()][];
    int[] sizes = new int[names.size()];
    for (int i = 0; i < names.size(); i++) {
      places[names.get(i)] = i;
      valuesOf[i] = new int[uses[names.get(i)]];
      referencesOf[i] = new int[uses[names.get(i)]];
    }
    Section from = new Section(spooled, 0, spooled.size(), "spooled series");
    for (int i = 0; i < series; i++) {
      int labels = (int) from.readUvarint();
      for (int j = 0; j < labels; j++) {
        int name = places[(int) from.readUvarint()];
        int value = (int) from.readUvarint();
        if (name >= 0) {
          valuesOf[name][sizes[name]] = ranks[value];
          referencesOf[name][sizes[name]] = references[i];
          sizes[name]++;
        }
      }
      for (long left = 3 * from.readUvarint(); left > 0; left--) {
        from.readUvarint();
      }
    }
    List<Values> all = new ArrayList<>();
    int[] counts = new int[ranks.length];
    for (int i = 0; i < names.size(); i++) {
      Values values = new Values(ranks[names.get(i)]);
      writePostings(postings, values, valuesOf[i], referencesOf[i], counts);
      all.add(values);
    }
    return all;
  }

  /** Sorts the series of a label by their values, by counting, and writes them. */
  private static void writePostings(
      FileSink postings, Values values, int[] valueOf, int[] references, int[] counts)
      throws IOException {
    int distinct = 0;
    for (int value : valueOf) {
      distinct += counts[value] == 0 ? 1 : 0;
      counts[value]++;
    }
    values.texts = new int[distinct];
    int size = 0;
    for (int value : valueOf) {
      if (counts[value] > 0) {
        values.texts[size] = value;
        size++;
        counts[value] = -counts[value];
      }
    }
    Arrays.sort(values.texts);
    values.counts = new int[distinct];
    int start = 0;
    for (int i = 0; i < distinct; i++) {
      values.counts[i] = -counts[values.texts[i]];
      counts[values.texts[i]] = start;
      start += values.counts[i];
    }
    int[] sorted = new int[references.length];
    for (int i = 0; i < references.length; i++) {
      sorted[counts[valueOf[i]]] = references[i];
      counts[valueOf[i]]++;
    }
    int at = 0;
    for (int i = 0; i < distinct; i++) {
      writePostings(postings, sorted, at, values.counts[i]);
      at += values.counts[i];
      counts[values.texts[i]] = 0;
    }
  }

  private static void writePostings(FileSink postings, int[] references, int from, int count)
      throws IOException {
    postings.align(4);
    postings.writeInt(4 + 4 * count);
    postings.startChecksum();
    postings.writeInt(count);
    for (int i = from; i < from + count; i++) {
      postings.writeInt(references[i]);
    }
    postings.writeChecksum();
  }

  /**
   * Writes a list of values for each label; nobody reads them any more, but the format has them.
   */
  private static long[] writeLabelIndexes(FileSink index, List<Values> all) throws IOException {
    long[] places = new long[all.size()];
    for (int i = 0; i < places.length; i++) {
      int[] values = all.get(i).texts;
      index.align(4);
      places[i] = index.position();
      index.writeInt(8 + 4 * values.length);
      index.startChecksum();
      index.writeInt(1);
      index.writeInt(values.length);
      for (int value : values) {
        index.writeInt(value);
      }
      index.writeChecksum();
    }
    return places;
  }

  private void writeLabelOffsets(FileSink index, List<Values> all, long[] places)
      throws IOException {
    long start = index.position();
    index.writeInt(0);
    index.startChecksum();
    index.writeInt(places.length);
    for (int i = 0; i < places.length; i++) {
      index.writeByte(1);
      index.writeText(texts[all.get(i).name]);
      index.writeUvarint(places[i]);
    }
    endSection(index, start, "label offset table");
  }

  private void writePostingsOffsets(FileSink index, List<Values> all, long firstPostings)
      throws IOException {
    long start = index.position();
    index.writeInt(0);
    index.startChecksum();
    int pairs = 1;
    for (Values values : all) {
      pairs += values.texts.length;
    }
    index.writeInt(pairs);
    writePostingsOffset(index, "", "", firstPostings);
    long place = firstPostings + postingsBytes(series);
    for (Values values : all) {
      for (int i = 0; i < values.texts.length; i++) {
        writePostingsOffset(index, texts[values.name], texts[values.texts[i]], place);
        place += postingsBytes(values.counts[i]);
      }
    }
    endSection(index, start, "postings offset table");
  }

  private static void writePostingsOffset(FileSink index, String name, String value, long place)
      throws IOException {
    index.writeByte(2);
    index.writeText(name);
    index.writeText(value);
    index.writeUvarint(place);
  }

  /** Length, number, references and checksum: always a multiple of four. */
  private static long postingsBytes(int count) {
    return 12 + 4L * count;
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
