package dev.pharos.storage.tsdb.block;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The texts of an index, each once, found by their numbers.
 *
 * <p>In memory is where every 32nd of them stands, and a bounded number of texts that were asked
 * for lately. Version 1 of the format numbers a text by its place in the file. Safe for use by
 * several threads.
 */
final class Symbols {

  /** A text that was read, with its number. */
  private record Read(int number, String text) {}

  private static final int STEP = 32;
  private static final int CACHED = 4096;

  private final MappedFile file;
  private final boolean byPlace;
  private final long start;
  private final long end;
  private final int count;

  /** Where every 32nd text stands, in bytes from the start. */
  private final int[] places;

  /**
   * By the lowest bits of the number. Threads may overwrite what another has just put there: each
   * finds a whole entry or reads the text again.
   */
  private @Nullable Read @Nullable [] cache;

  private Symbols(MappedFile file, boolean byPlace, long start, long end, int count, int[] places) {
    this.file = file;
    this.byPlace = byPlace;
    this.start = start;
    this.end = end;
    this.count = count;
    this.places = places;
  }

  static Symbols open(MappedFile file, long offset, int version) throws DamagedBlockException {
    Section section = Section.checked(file, offset, "symbol table");
    long count = section.readUnsignedInt();
    if (count > section.remaining()) {
      throw file.damaged(
          offset + 4, count + " symbols", "at most " + section.remaining() + " in these bytes");
    }
    long start = section.position();
    int[] places = new int[version == 1 ? 0 : (int) ((count + STEP - 1) / STEP)];
    for (int i = 0; i < count; i++) {
      if (i % STEP == 0 && version != 1) {
        places[i / STEP] = (int) (section.position() - start);
      }
      section.skip(section.readLength());
    }
    return new Symbols(file, version == 1, start, section.end(), (int) count, places);
  }

  int count() {
    return count;
  }

  /** Bytes that it always takes in memory. */
  long memoryBytes() {
    return 4L * places.length;
  }

  /** The text with a number. */
  String text(int number) throws DamagedBlockException {
    @Nullable Read[] known = cache;
    if (known == null) {
      known = new @Nullable Read[Math.min(CACHED, Integer.highestOneBit(Math.max(1, count)) * 2)];
      cache = known;
    }
    int slot = number & (known.length - 1);
    Read read = known[slot];
    if (read == null || read.number != number) {
      read = new Read(number, read(number));
      known[slot] = read;
    }
    return read.text;
  }

  private String read(int number) throws DamagedBlockException {
    return at(number).readText();
  }

  /** A section that stands before the text. */
  private Section at(int number) throws DamagedBlockException {
    if (byPlace) {
      long place = number & 0xffff_ffffL;
      if (place < start || place >= end) {
        throw file.damaged(place, "a symbol outside the symbol table", "one inside");
      }
      return new Section(file, place, end, "symbol table");
    }
    if (number < 0 || number >= count) {
      throw file.damaged(start, "symbol " + Integer.toUnsignedString(number), "one of " + count);
    }
    Section section =
        new Section(file, start + (places[number / STEP] & 0xffff_ffffL), end, "symbol table");
    for (int i = number % STEP; i > 0; i--) {
      section.skip(section.readLength());
    }
    return section;
  }

  /** The number of a text, or -1 if it is none of these; not for version 1. */
  int find(String text) throws DamagedBlockException {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    int low = 0;
    int high = places.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (compare(new Section(file, start + unsigned(places[middle]), end, "symbols"), wanted)
          <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    if (places.length == 0) {
      return -1;
    }
    Section section = new Section(file, start + unsigned(places[low]), end, "symbol table");
    int last = Math.min(count, (low + 1) * STEP);
    for (int number = low * STEP; number < last; number++) {
      int length = section.readLength();
      int order = file.compare(section.position(), length, wanted);
      if (order == 0) {
        return number;
      }
      if (order > 0) {
        return -1;
      }
      section.skip(length);
    }
    return -1;
  }

  private int compare(Section at, byte[] wanted) throws DamagedBlockException {
    int length = at.readLength();
    return file.compare(at.position(), length, wanted);
  }

  private static long unsigned(int place) {
    return place & 0xffff_ffffL;
  }

  /** Bytes that this takes in memory. */
  long size() {
    return 4L * places.length;
  }
}
