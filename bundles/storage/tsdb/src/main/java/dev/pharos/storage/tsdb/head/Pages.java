package dev.pharos.storage.tsdb.head;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pages of the head, by the references of their rows and by their slots.
 *
 * <p>One thread adds, replaces and drops; others look up meanwhile without a lock.
 */
final class Pages {

  /** References above this have no page: what a log tells with them gets another one. */
  static final long MAX_REFERENCE = (1L << 39) - 1;

  private static final int SEGMENT_BITS = 10;
  private static final int SEGMENT = 1 << SEGMENT_BITS;
  private static final VarHandle PAGE = MethodHandles.arrayElementVarHandle(Page[].class);

  /** By number; a segment without pages is absent. */
  private volatile @Nullable Page[] @Nullable [] byNumber = new @Nullable Page[1] @Nullable [];

  private volatile @Nullable Page[] bySlot = new @Nullable Page[16];
  private int slots;
  private int[] freeSlots = new int[0];
  private int freeCount;
  private int size;

  /** The page of a reference; null if none of its rows is here. */
  @Nullable Page find(long reference) {
    long number = reference >>> Page.ROW_BITS;
    @Nullable Page[] @Nullable [] all = byNumber;
    long segment = number >>> SEGMENT_BITS;
    if (segment >= all.length) {
      return null;
    }
    @Nullable Page @Nullable [] pages = all[(int) segment];
    return pages == null ? null : (Page) PAGE.getAcquire(pages, (int) number & (SEGMENT - 1));
  }

  @Nullable Page inSlotOrNull(int slot) {
    return (Page) PAGE.getAcquire(bySlot, slot);
  }

  Page inSlot(int slot) {
    Page page = inSlotOrNull(slot);
    if (page == null) {
      throw new AssertionError("no page in slot " + slot);
    }
    return page;
  }

  /** Adds a page with room for all rows. */
  Page create(long number, int labels) {
    int slot = freeCount > 0 ? freeSlots[--freeCount] : slots++;
    Page page = new Page(slot, number, labels);
    put(page);
    size++;
    return page;
  }

  /** Puts a page in the place of one with the same rows. */
  void replace(Page page) {
    put(page);
  }

  private void put(Page page) {
    int segment = (int) (page.number >>> SEGMENT_BITS);
    @Nullable Page[] @Nullable [] all = byNumber;
    if (segment >= all.length) {
      all = Arrays.copyOf(all, Math.max(segment + 1, all.length + all.length / 2));
    }
    @Nullable Page @Nullable [] pages = all[segment];
    if (pages == null) {
      pages = new @Nullable Page[SEGMENT];
      all[segment] = pages;
    }
    if (page.slot >= bySlot.length) {
      bySlot = Arrays.copyOf(bySlot, Math.max(page.slot + 1, 2 * bySlot.length));
    }
    PAGE.setRelease(bySlot, page.slot, page);
    PAGE.setRelease(pages, (int) page.number & (SEGMENT - 1), page);
    byNumber = all;
  }

  /** Drops pages none of whose rows is alive. */
  void drop(List<Page> gone) {
    for (Page page : gone) {
      int segment = (int) (page.number >>> SEGMENT_BITS);
      @Nullable Page[] @Nullable [] all = byNumber;
      @Nullable Page @Nullable [] pages = all[segment];
      if (pages != null) {
        PAGE.setRelease(pages, (int) page.number & (SEGMENT - 1), null);
        if (Arrays.stream(pages).allMatch(p -> p == null)) {
          all[segment] = null;
        }
      }
      PAGE.setRelease(bySlot, page.slot, null);
      if (freeCount == freeSlots.length) {
        freeSlots = Arrays.copyOf(freeSlots, Math.max(16, 2 * freeCount));
      }
      freeSlots[freeCount++] = page.slot;
      size--;
    }
  }

  int size() {
    return size;
  }

  /** The pages as they are now, in the order of their references. */
  List<Page> all() {
    List<Page> pages = new ArrayList<>(size);
    for (@Nullable Page @Nullable [] segment : byNumber) {
      if (segment != null) {
        for (int i = 0; i < SEGMENT; i++) {
          Page page = (Page) PAGE.getAcquire(segment, i);
          if (page != null) {
            pages.add(page);
          }
        }
      }
    }
    return pages;
  }
}
