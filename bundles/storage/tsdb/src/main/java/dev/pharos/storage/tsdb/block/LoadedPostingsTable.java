package dev.pharos.storage.tsdb.block;

import dev.pharos.model.Utf8Order;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The table of version 1 of the format, which is in no order and therefore read into memory. */
final class LoadedPostingsTable implements PostingsTable {

  private final SortedMap<String, SortedMap<String, Long>> values;

  private LoadedPostingsTable(SortedMap<String, SortedMap<String, Long>> values) {
    this.values = values;
  }

  static LoadedPostingsTable open(MappedFile file, long offset) throws DamagedBlockException {
    Section table = Section.checked(file, offset, "postings offset table");
    SortedMap<String, SortedMap<String, Long>> values = new TreeMap<>(Utf8Order.INSTANCE);
    long count = table.readUnsignedInt();
    for (long i = 0; i < count; i++) {
      int parts = table.readByte();
      if (parts != 2) {
        throw table.damaged(parts + " parts of an entry in the postings offset table", "2");
      }
      String name = table.readText();
      String value = table.readText();
      values
          .computeIfAbsent(name, n -> new TreeMap<>(Utf8Order.INSTANCE))
          .put(value, table.readUvarint());
    }
    return new LoadedPostingsTable(values);
  }

  @Override
  public List<String> names() {
    return values.keySet().stream().filter(name -> !name.isEmpty()).toList();
  }

  @Override
  public int values(String name) {
    SortedMap<String, Long> of = values.get(name);
    return of == null ? 0 : of.size();
  }

  @Override
  public long find(String name, String value) {
    SortedMap<String, Long> of = values.get(name);
    return of == null ? -1 : of.getOrDefault(value, -1L);
  }

  @Override
  public void visit(String name, String prefix, Visitor visitor) throws DamagedBlockException {
    SortedMap<String, Long> of = values.get(name);
    if (of == null) {
      return;
    }
    for (Map.Entry<String, Long> value : of.tailMap(prefix).entrySet()) {
      if (!value.getKey().startsWith(prefix) || !visitor.visit(value.getKey(), value.getValue())) {
        return;
      }
    }
  }
}
