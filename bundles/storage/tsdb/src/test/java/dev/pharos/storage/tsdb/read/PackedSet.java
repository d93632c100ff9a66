package dev.pharos.storage.tsdb.read;

import dev.pharos.model.Labels;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Series of a source, told beforehand. */
final class PackedSet implements ChunkSeriesSet {

  private final SortedMap<Labels, ChunkList> series = new TreeMap<>();
  private List<Map.Entry<Labels, ChunkList>> left = List.of();
  private int current = -1;
  boolean closed;

  PackedSet with(Labels labels, ChunkList chunks) {
    series.put(labels, chunks);
    left = List.copyOf(series.entrySet());
    return this;
  }

  @Override
  public boolean next() {
    current++;
    return current < left.size();
  }

  @Override
  public Labels labels() {
    return left.get(current).getKey();
  }

  @Override
  public ChunkList chunks() {
    return left.get(current).getValue();
  }

  @Override
  public void close() {
    closed = true;
  }
}
