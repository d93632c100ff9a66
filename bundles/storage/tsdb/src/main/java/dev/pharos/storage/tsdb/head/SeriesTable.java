package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Labels;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Finds series by labels and by reference: two open hash tables that hold the series themselves and
 * nothing else.
 *
 * <p>One thread adds; others look up meanwhile without a lock, and may miss what is being added.
 * Nothing is ever taken out: to forget series, make a new table.
 */
final class SeriesTable {

  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(HeadSeries[].class);

  private volatile @Nullable HeadSeries[] byLabels = new @Nullable HeadSeries[64];
  private volatile @Nullable HeadSeries[] byReference = new @Nullable HeadSeries[64];
  private int size;

  @Nullable HeadSeries find(Labels labels) {
    @Nullable HeadSeries[] table = byLabels;
    int mask = table.length - 1;
    for (int i = spread(labels.hashCode()) & mask; ; i = (i + 1) & mask) {
      HeadSeries series = (HeadSeries) ELEMENT.getAcquire(table, i);
      if (series == null || series.labels.equals(labels)) {
        return series;
      }
    }
  }

  @Nullable HeadSeries find(long reference) {
    @Nullable HeadSeries[] table = byReference;
    int mask = table.length - 1;
    for (int i = spread(Long.hashCode(reference)) & mask; ; i = (i + 1) & mask) {
      HeadSeries series = (HeadSeries) ELEMENT.getAcquire(table, i);
      if (series == null || series.reference == reference) {
        return series;
      }
    }
  }

  void add(HeadSeries series) {
    size++;
    if (size > byLabels.length / 8 * 5) {
      grow();
    }
    insert(byReference, spread(Long.hashCode(series.reference)), series);
    insert(byLabels, spread(series.labels.hashCode()), series);
  }

  private void grow() {
    @Nullable HeadSeries[] old = byLabels;
    @Nullable HeadSeries[] labels = new @Nullable HeadSeries[2 * old.length];
    @Nullable HeadSeries[] references = new @Nullable HeadSeries[2 * old.length];
    for (HeadSeries series : old) {
      if (series != null) {
        insert(references, spread(Long.hashCode(series.reference)), series);
        insert(labels, spread(series.labels.hashCode()), series);
      }
    }
    byReference = references;
    byLabels = labels;
  }

  private static void insert(@Nullable HeadSeries[] table, int hash, HeadSeries series) {
    int mask = table.length - 1;
    int i = hash & mask;
    while (table[i] != null) {
      i = (i + 1) & mask;
    }
    ELEMENT.setRelease(table, i, series);
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ mixed >>> 15;
  }
}
