package dev.pharos.storage.tsdb.block;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of version 2 of the format, which is sorted. In memory are the names, and where every
 * 32nd of the values of each stands: four bytes for 32 pairs.
 */
final class SampledPostingsTable implements PostingsTable {

  private static final int STEP = 32;
  private static final String WHAT = "postings offset table";

  /** The values of one label. */
  private static final class Values {
    private int count;

    /** Where every 32nd entry stands, in bytes from the start of the table. */
    private int[] places = new int[1];

    private void add(long place) {
      if (count % STEP == 0) {
        if (count / STEP == places.length) {
          places = Arrays.copyOf(places, 2 * places.length);
        }
        places[count / STEP] = (int) place;
      }
      count++;
    }

    private int samples() {
      return (count + STEP - 1) / STEP;
    }
  }

  private final MappedFile file;
  private final long start;
  private final long end;
  private final List<String> names;
  private final Map<String, Values> values;

  private SampledPostingsTable(
      MappedFile file, long start, long end, List<String> names, Map<String, Values> values) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.names = names;
    this.values = values;
  }

  static SampledPostingsTable open(MappedFile file, long offset) throws DamagedBlockException {
    Section table = Section.checked(file, offset, WHAT);
    long count = table.readUnsignedInt();
    List<String> names = new ArrayList<>();
    Map<String, Values> values = new HashMap<>();
    byte[] name = {};
    Values current = null;
    for (long i = 0; i < count; i++) {
      long place = table.position() - table.start();
      int nameLength = enter(table);
      if (current == null || file.compare(table.position(), nameLength, name) != 0) {
        name = new byte[nameLength];
        file.copy(table.position(), name, 0, nameLength);
        String text = new String(name, StandardCharsets.UTF_8);
        if (current != null) {
          current.places = Arrays.copyOf(current.places, current.samples());
        }
        current = new Values();
        if (values.put(text, current) != null) {
          throw table.damaged("label name \"" + text + "\" in two places", "it in one");
        }
        if (!text.isEmpty()) {
          names.add(text);
        }
      }
      table.skip(nameLength);
      table.skip(table.readLength());
      table.readUvarint();
      current.add(place);
    }
    if (current != null) {
      current.places = Arrays.copyOf(current.places, current.samples());
    }
    return new SampledPostingsTable(file, table.start(), table.end(), List.copyOf(names), values);
  }

  /** Goes on to the text of the name; answers its length. */
  private static int enter(Section table) throws DamagedBlockException {
    int parts = table.readByte();
    if (parts != 2) {
      throw table.damaged(parts + " parts of an entry in the " + WHAT, "2");
    }
    return table.readLength();
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public int values(String name) {
    Values of = values.get(name);
    return of == null ? 0 : of.count;
  }

  @Override
  public long find(String name, String value) throws DamagedBlockException {
    Values of = values.get(name);
    if (of == null) {
      return -1;
    }
    byte[] wanted = value.getBytes(StandardCharsets.UTF_8);
    int sample = sampleBefore(of, wanted);
    Section table = at(of, sample);
    for (int i = sample * STEP; i < Math.min(of.count, (sample + 1) * STEP); i++) {
      table.skip(enter(table));
      int length = table.readLength();
      int order = file.compare(table.position(), length, wanted);
      table.skip(length);
      long postings = table.readUvarint();
      if (order == 0) {
        return postings;
      }
      if (order > 0) {
        return -1;
      }
    }
    return -1;
  }

  /** The last of the sampled values that is not after the one wanted, or the first. */
  private int sampleBefore(Values of, byte[] wanted) throws DamagedBlockException {
    int low = 0;
    int high = of.samples() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      Section table = at(of, middle);
      table.skip(enter(table));
      int length = table.readLength();
      if (file.compare(table.position(), length, wanted) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private Section at(Values of, int sample) {
    return new Section(file, start + (of.places[sample] & 0xffff_ffffL), end, WHAT);
  }

  @Override
  public void visit(String name, String prefix, Visitor visitor) throws DamagedBlockException {
    Values of = values.get(name);
    if (of == null) {
      return;
    }
    byte[] wanted = prefix.getBytes(StandardCharsets.UTF_8);
    int sample = wanted.length == 0 ? 0 : sampleBefore(of, wanted);
    Section table = at(of, sample);
    for (int i = sample * STEP; i < of.count; i++) {
      table.skip(enter(table));
      int length = table.readLength();
      boolean wantedOne = true;
      if (wanted.length > 0 && !file.startsWith(table.position(), length, wanted)) {
        if (file.compare(table.position(), length, wanted) > 0) {
          return;
        }
        wantedOne = false;
      }
      if (wantedOne) {
        byte[] value = new byte[length];
        file.copy(table.position(), value, 0, length);
        table.skip(length);
        if (!visitor.visit(new String(value, StandardCharsets.UTF_8), table.readUvarint())) {
          return;
        }
      } else {
        table.skip(length);
        table.readUvarint();
      }
    }
  }
}
