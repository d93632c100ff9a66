package dev.pharos.storage.tsdb.head;

import dev.pharos.storage.tsdb.chunk.Encoding;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The full chunks of all rows: for each series a chain that leads from the latest chunk to the one
 * before, in arrays side by side.
 *
 * <p>A chunk is on disk, where its reference tells, or still in memory. Changed under the head's
 * visibility lock, read under it.
 */
final class Chains {

  /** The end of a chain. */
  static final int NONE = 0;

  /** Bits of {@link #kinds} that tell the encoding; the others count the samples. */
  private static final int KIND_BITS = 2;

  /** Samples that a chunk can tell of. */
  static final int MOST_SAMPLES = Character.MAX_VALUE >>> KIND_BITS;

  /** Reference on disk, or the complement of a place in {@link #inMemory}. */
  private long[] references = new long[64];

  private long[] minMillis = new long[64];
  private int[] spans = new int[64];
  private char[] kinds = new char[64];
  private int[] before = new int[64];
  private int end = 1;
  private int free = NONE;
  private int size;

  private byte[] @Nullable [] inMemory = new byte[16] @Nullable [];
  private int[] owners = new int[16];
  private int[] freePlaces = new int[16];
  private int freeCount;
  private int places;

  /** Adds a chunk that is still in memory in front of a chain; tells where the chain begins now. */
  int push(int chain, long firstMillis, long lastMillis, int count, Encoding kind, byte[] bytes) {
    int at = take();
    references[at] = ~keep(at, bytes);
    fill(at, chain, firstMillis, lastMillis, count, kind);
    return at;
  }

  /** Adds a chunk on disk. */
  int push(int chain, long firstMillis, long lastMillis, int count, Encoding kind, long reference) {
    int at = take();
    references[at] = reference;
    fill(at, chain, firstMillis, lastMillis, count, kind);
    return at;
  }

  private void fill(
      int at, int chain, long firstMillis, long lastMillis, int count, Encoding kind) {
    minMillis[at] = firstMillis;
    spans[at] = (int) (lastMillis - firstMillis);
    kinds[at] = (char) ((count << KIND_BITS) | kind.code());
    before[at] = chain;
    size++;
  }

  private int take() {
    if (free != NONE) {
      int at = free;
      free = before[at];
      return at;
    }
    if (end == references.length) {
      int length = end + end / 4;
      references = Arrays.copyOf(references, length);
      minMillis = Arrays.copyOf(minMillis, length);
      spans = Arrays.copyOf(spans, length);
      kinds = Arrays.copyOf(kinds, length);
      before = Arrays.copyOf(before, length);
    }
    return end++;
  }

  private long keep(int at, byte[] bytes) {
    int place;
    if (freeCount > 0) {
      place = freePlaces[--freeCount];
    } else {
      if (places == inMemory.length) {
        inMemory = Arrays.copyOf(inMemory, places + places / 2);
        owners = Arrays.copyOf(owners, inMemory.length);
      }
      place = places++;
    }
    inMemory[place] = bytes;
    owners[place] = at;
    return place;
  }

  /** A chunk is on disk now. */
  void moved(int at, long reference) {
    letGo(at);
    references[at] = reference;
  }

  private void letGo(int at) {
    if (references[at] < 0) {
      int place = (int) ~references[at];
      inMemory[place] = null;
      if (freeCount == freePlaces.length) {
        freePlaces = Arrays.copyOf(freePlaces, 2 * freeCount);
      }
      freePlaces[freeCount++] = place;
    }
  }

  /** Chunks before one in its chain; {@link #NONE} if it is the first. */
  int before(int at) {
    return before[at];
  }

  /** Reference on disk, or a negative number if the chunk is in memory. */
  long reference(int at) {
    return references[at];
  }

  /** The bytes of a chunk in memory; null if it is on disk. */
  byte @Nullable [] bytes(int at) {
    return references[at] < 0 ? inMemory[(int) ~references[at]] : null;
  }

  long minMillis(int at) {
    return minMillis[at];
  }

  long maxMillis(int at) {
    return minMillis[at] + spans[at];
  }

  int count(int at) {
    return kinds[at] >>> KIND_BITS;
  }

  /** The encoding with a code. */
  static Encoding encodingOf(int code) {
    return switch (code) {
      case 1 -> Encoding.XOR;
      case 2 -> Encoding.HISTOGRAM;
      default -> Encoding.FLOAT_HISTOGRAM;
    };
  }

  Encoding encoding(int at) {
    return encodingOf(kinds[at] & ((1 << KIND_BITS) - 1));
  }

  /** Takes the chunk behind another out of its chain. */
  void cut(int behind) {
    before[behind] = NONE;
  }

  /** Links a chunk to another as the one before it. */
  void link(int at, int earlier) {
    before[at] = earlier;
  }

  /** Frees a chunk that is in no chain any more. */
  void drop(int at) {
    letGo(at);
    references[at] = 0;
    before[at] = free;
    free = at;
    size--;
  }

  /** Chunks in all chains. */
  int size() {
    return size;
  }
}
