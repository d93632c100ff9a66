package dev.pharos.storage.tsdb.head;

import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.head.Shapes.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Series as they were at one moment, in arrays side by side: where their labels are, and their
 * chunks. Filled under the visibility lock and read afterwards without one, since bytes once
 * written stay as they are.
 */
final class Capture {

  private @Nullable Page[] pages = new @Nullable Page[16];
  private int[] places = new int[16];
  private long[] seriesReferences = new long[16];

  /** Where the chunks of each series begin. */
  private int[] starts = new int[17];

  private long[] deletedOf = new long[0];
  private long[] @Nullable [] deleted = new long[0] @Nullable [];
  private int size;

  /** Reference on disk of each chunk, if it has no bytes here. */
  private long[] references = new long[32];

  private byte[] @Nullable [] bytes = new byte[32] @Nullable [];
  private long[] minMillis = new long[32];
  private long[] maxMillis = new long[32];

  /** Bits of each chunk that has bytes here. */
  private int[] bits = new int[32];

  /** Samples and encoding of each chunk. */
  private int[] kinds = new int[32];

  private int chunks;

  private static final int KIND_BITS = 2;

  /** What the numbers of labels mean; taken before the lock is given up. */
  private @Nullable Shape[] shapes = new @Nullable Shape[0];

  private Symbols.@Nullable Texts texts;

  /** Series captured. */
  int size() {
    return size;
  }

  /** Chunks of all series. */
  int chunks() {
    return chunks;
  }

  // Filling: the chunks of a series first, then the series

  void addOpen(byte[] data, int bitCount, Encoding kind, int count, long first, long last) {
    bytes = chunks == bytes.length ? Arrays.copyOf(bytes, 2 * chunks) : bytes;
    bytes[chunks] = data;
    add(0, bitCount, kind, count, first, last);
  }

  void addFull(Chains chains, int at) {
    byte[] data = chains.bytes(at);
    bytes = chunks == bytes.length ? Arrays.copyOf(bytes, 2 * chunks) : bytes;
    bytes[chunks] = data;
    add(
        chains.reference(at),
        data == null ? 0 : 8 * data.length,
        chains.encoding(at),
        chains.count(at),
        chains.minMillis(at),
        chains.maxMillis(at));
  }

  private void add(long reference, int bitCount, Encoding kind, int count, long first, long last) {
    if (chunks == references.length) {
      references = Arrays.copyOf(references, 2 * chunks);
      minMillis = Arrays.copyOf(minMillis, 2 * chunks);
      maxMillis = Arrays.copyOf(maxMillis, 2 * chunks);
      bits = Arrays.copyOf(bits, 2 * chunks);
      kinds = Arrays.copyOf(kinds, 2 * chunks);
    }
    references[chunks] = reference;
    bits[chunks] = bitCount;
    kinds[chunks] = (count << KIND_BITS) | kind.code();
    minMillis[chunks] = first;
    maxMillis[chunks] = last;
    chunks++;
  }

  /** Ends a series; without chunks it is left out. The chunks came latest first. */
  void endSeries(long reference, Page page, int place, long @Nullable [] spans) {
    int from = starts[size];
    if (chunks == from) {
      return;
    }
    reverse(from, chunks - 1);
    if (size + 1 == pages.length) {
      pages = Arrays.copyOf(pages, 2 * pages.length);
      places = Arrays.copyOf(places, pages.length);
      seriesReferences = Arrays.copyOf(seriesReferences, pages.length);
      starts = Arrays.copyOf(starts, pages.length + 1);
    }
    if (spans != null) {
      deletedOf = Arrays.copyOf(deletedOf, deletedOf.length + 1);
      deleted = Arrays.copyOf(deleted, deletedOf.length);
      deletedOf[deletedOf.length - 1] = size;
      deleted[deletedOf.length - 1] = spans;
    }
    pages[size] = page;
    places[size] = place;
    seriesReferences[size] = reference;
    size++;
    starts[size] = chunks;
  }

  /** Puts the chunks of the series that has not ended in order, the latest beginning first. */
  void sortChunks() {
    for (int i = starts[size] + 1; i < chunks; i++) {
      for (int j = i; j > starts[size] && minMillis[j - 1] < minMillis[j]; j--) {
        swapChunks(j - 1, j);
      }
    }
  }

  private void reverse(int first, int last) {
    for (int i = first, j = last; i < j; i++, j--) {
      swapChunks(i, j);
    }
  }

  private void swapChunks(int i, int j) {
    swap(references, i, j);
    swap(minMillis, i, j);
    swap(maxMillis, i, j);
    swap(bits, i, j);
    swap(kinds, i, j);
    byte[] data = bytes[i];
    bytes[i] = bytes[j];
    bytes[j] = data;
  }

  private static void swap(long[] array, int i, int j) {
    long one = array[i];
    array[i] = array[j];
    array[j] = one;
  }

  private static void swap(int[] array, int i, int j) {
    int one = array[i];
    array[i] = array[j];
    array[j] = one;
  }

  void means(@Nullable Shape[] ofShapes, Symbols.Texts ofSymbols) {
    shapes = ofShapes;
    texts = ofSymbols;
  }

  // Reading

  Symbols.Texts texts() {
    Symbols.Texts present = texts;
    if (present == null) {
      throw new AssertionError("a capture that was not completed");
    }
    return present;
  }

  long seriesReference(int series) {
    return seriesReferences[series];
  }

  Page page(int series) {
    Page page = pages[series];
    if (page == null) {
      throw new IndexOutOfBoundsException(series);
    }
    return page;
  }

  int place(int series) {
    return places[series];
  }

  Shape shape(int series) {
    return Shapes.get(shapes, page(series).labels().shape(places[series]));
  }

  dev.pharos.model.Labels labels(int series) {
    return SeriesIndex.labels(page(series), places[series], shapes, texts());
  }

  int firstChunk(int series) {
    return starts[series];
  }

  int lastChunk(int series) {
    return starts[series + 1] - 1;
  }

  long @Nullable [] deleted(int series) {
    int at = Arrays.binarySearch(deletedOf, series);
    return at < 0 ? null : deleted[at];
  }

  long minMillis(int chunk) {
    return minMillis[chunk];
  }

  long maxMillis(int chunk) {
    return maxMillis[chunk];
  }

  Encoding encoding(int chunk) {
    return Chains.encodingOf(kinds[chunk] & ((1 << KIND_BITS) - 1));
  }

  int count(int chunk) {
    return kinds[chunk] >>> KIND_BITS;
  }

  /** Reference on disk; only for chunks without {@link #bytes}. */
  long reference(int chunk) {
    return references[chunk];
  }

  /** The data of a chunk, of which its {@link #bits} count; null if it is on disk. */
  byte @Nullable [] bytes(int chunk) {
    return bytes[chunk];
  }

  int bits(int chunk) {
    return bits[chunk];
  }
}
