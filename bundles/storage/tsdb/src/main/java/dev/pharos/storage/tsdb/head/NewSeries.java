package dev.pharos.storage.tsdb.head;

import java.util.ArrayList;
import java.util.List;

/** Series whose records are on their way into the log. */
public final class NewSeries {

  /** No series at all. */
  public static final NewSeries NONE = new NewSeries();

  private final List<HeadSeries> series = new ArrayList<>();

  NewSeries() {}

  void add(HeadSeries added) {
    series.add(added);
  }

  /** The records did not get there: the next batch has to write them. */
  public void forget() {
    for (HeadSeries one : series) {
      one.logged = false;
    }
  }
}
