package dev.pharos.storage.tsdb.head;

import org.jspecify.annotations.Nullable;

/**
 * Up to 256 series with references that follow each other, in arrays side by side: a series is a
 * row in them.
 *
 * <p>A page in which few rows are left is replaced by one whose arrays are as long as that; so a
 * row has a <em>place</em> in the arrays, which is its own number in a page that can hold all.
 *
 * <p>What is written when a row is made ({@link #hashes}, {@link #labels}) never changes. The rest
 * is written under the head's visibility lock, and is read under it by those who must not see half
 * a batch.
 */
final class Page {

  static final int ROWS = 256;
  static final int ROW_BITS = 8;
  static final int ROW_MASK = ROWS - 1;

  /** The row has had a sample: {@link #lastMillis} tells when. */
  static final int WRITTEN = 1;

  /** The open chunk is of histograms, and is in the head's side table. */
  static final int HISTOGRAM = 2;

  /** Some span of time is deleted, as the head's side table tells. */
  static final int DELETED = 4;

  /** There are samples that came out of order, in the head's side table. */
  static final int LATE = 8;

  /** While the head is filled: the log has told a sample that belongs there. */
  static final int TOLD = 16;

  /** No window of value bits was told yet in the open chunk. */
  static final byte NO_WINDOW = -1;

  /** Where the head lists the page; in the places of its hash table. */
  final int slot;

  /** Number of the page: the reference of its first row is this times 256. */
  final long number;

  /** Rows that have a place; null if all have. */
  private final @Nullable Rows placed;

  /** Rows that are series. */
  final Rows living;

  /** Rows that the log tells of. */
  final Rows logged;

  /** Rows without samples, about to go. */
  final Rows going;

  final int[] hashes;

  /** Written when a row is made, or replaced by its packed form. */
  private volatile RowLabels labels;

  final byte[] flags;
  final long[] lastMillis;
  final long[] lastBits;

  /** Samples in the open chunk, of floats; 0 if there is none. */
  final byte[] counts;

  /** Milliseconds from the first sample of the open chunk to the last. */
  final int[] spans;

  /** Milliseconds between the last two samples of the open chunk. */
  final int[] steps;

  /** Milliseconds from the first sample of the open chunk to where it should end. */
  final int[] ends;

  final byte[] leading;
  final byte[] trailing;

  /** Bits written of the open chunk. */
  final char[] bits;

  final byte[] @Nullable [] open;

  /** The latest full chunk, as the head's chains have it; 0 for none. */
  final int[] chains;

  /** A page with room for all rows. */
  Page(int slot, long number, int labels) {
    this(slot, number, null, ROWS, new RowLabels(ROWS, labels), new Rows(), new Rows());
  }

  private Page(
      int slot,
      long number,
      @Nullable Rows placed,
      int places,
      RowLabels labels,
      Rows logged,
      Rows going) {
    this.slot = slot;
    this.number = number;
    this.placed = placed;
    this.living = new Rows();
    this.logged = logged;
    this.going = going;
    this.labels = labels;
    this.hashes = new int[places];
    this.flags = new byte[places];
    this.lastMillis = new long[places];
    this.lastBits = new long[places];
    this.counts = new byte[places];
    this.spans = new int[places];
    this.steps = new int[places];
    this.ends = new int[places];
    this.leading = new byte[places];
    this.trailing = new byte[places];
    this.bits = new char[places];
    this.open = new byte[places] @Nullable [];
    this.chains = new int[places];
  }

  long reference(int row) {
    return (number << ROW_BITS) | row;
  }

  /** Where a row is in the arrays. */
  int place(int row) {
    Rows some = placed;
    return some == null ? row : some.rank(row);
  }

  /** Whether a row has a place in the arrays. */
  boolean hasPlace(int row) {
    return placed == null || placed.has(row);
  }

  int places() {
    return flags.length;
  }

  RowLabels labels() {
    return labels;
  }

  /** Adds the labels of a row, which come in the order of rows; false if there is no room. */
  boolean addLabels(int row, int shape, int[] values, int count) {
    RowLabels current = labels;
    return !current.isPacked() && current.add(place(row), shape, values, count);
  }

  /** Keeps the labels in fewer bytes, as the page is full. */
  void packLabels() {
    if (!labels.isPacked()) {
      labels = labels.packed();
    }
  }

  boolean has(int place, int flag) {
    return (flags[place] & flag) != 0;
  }

  void set(int place, int flag) {
    flags[place] |= (byte) flag;
  }

  void clear(int place, int flag) {
    flags[place] &= (byte) ~flag;
  }

  int count(int place) {
    return counts[place] & 0xff;
  }

  /** Whether there is an open chunk, of floats or of histograms. */
  boolean hasOpen(int place) {
    return counts[place] != 0 || has(place, HISTOGRAM);
  }

  /** Whether the row holds no sample in order. */
  boolean isEmpty(int place) {
    return !hasOpen(place) && chains[place] == 0;
  }

  /**
   * Whether a row without samples in order may go. One whose latest sample was deleted stays until
   * that one would be old: were the series made anew with an earlier sample, the log would tell of
   * both, and the earlier one would seem to be out of order at the next start.
   */
  boolean isOver(int place, long oldestMillis) {
    return !has(place, LATE) && !(has(place, WRITTEN) && lastMillis[place] >= oldestMillis);
  }

  /** Timestamp of the first sample of the open chunk of floats. */
  long firstOpenMillis(int place) {
    return lastMillis[place] - spans[place];
  }

  /**
   * The same rows in arrays that have room for just these rows; under the visibility lock.
   *
   * @param wanted at least the living ones; null for room for all
   */
  Page with(@Nullable Rows wanted, Shapes shapes) {
    int places = wanted == null ? ROWS : wanted.size();
    Page copy = new Page(slot, number, wanted, places, new RowLabels(places, 8), logged, going);
    int[] values = new int[16];
    for (int row = living.next(0); row < ROWS; row = living.next(row + 1)) {
      int from = place(row);
      int to = copy.place(row);
      int shape = labels.shape(from);
      int count = Shapes.get(shapes.all(), shape).names.length;
      values = values.length < count ? new int[count] : values;
      for (int i = 0; i < count; i++) {
        values[i] = labels.value(from, i);
      }
      if (!copy.labels.add(to, shape, values, count)) {
        throw new AssertionError("labels of fewer rows take more room");
      }
      copy.copyRow(to, this, from);
      copy.living.add(row);
    }
    if (wanted != null) {
      copy.packLabels();
    }
    return copy;
  }

  private void copyRow(int to, Page page, int from) {
    hashes[to] = page.hashes[from];
    flags[to] = page.flags[from];
    lastMillis[to] = page.lastMillis[from];
    lastBits[to] = page.lastBits[from];
    counts[to] = page.counts[from];
    spans[to] = page.spans[from];
    steps[to] = page.steps[from];
    ends[to] = page.ends[from];
    leading[to] = page.leading[from];
    trailing[to] = page.trailing[from];
    bits[to] = page.bits[from];
    open[to] = page.open[from];
    chains[to] = page.chains[from];
  }
}
