package dev.pharos.storage.tsdb.block;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Utf8Order;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Answers questions about the labels of series from the index alone. For one call. */
final class LabelQuestions {

  private static final int CHECK_EVERY = 4096;

  /** From this part of all series on, postings are walked along instead of series. */
  private static final int GOOD_PART = 16;

  private final Access access;
  private final IndexFile index;

  LabelQuestions(Access access, IndexFile index) {
    this.access = access;
    this.index = index;
  }

  /** Takes the texts that count of a series that was read. */
  private interface Gathering {
    void add(SeriesEntry series) throws DamagedBlockException;
  }

  /** Names of the labels of some series. */
  List<String> names(int[] references) throws DamagedBlockException {
    Set<Integer> texts = new HashSet<>();
    forEach(
        references,
        series -> {
          for (int i = 0; i < series.labelCount(); i++) {
            texts.add(series.name(i));
          }
        });
    return sorted(texts);
  }

  private void forEach(int[] references, Gathering gathering) throws DamagedBlockException {
    SeriesEntry entry = index.series();
    int steps = 0;
    for (int reference : references) {
      check(++steps);
      entry.read(reference);
      gathering.add(entry);
    }
  }

  /** All values of a label. */
  List<String> values(String name) throws DamagedBlockException {
    List<String> values = new ArrayList<>(index.table().values(name));
    index
        .table()
        .visit(
            name,
            "",
            (value, place) -> {
              check(values.size());
              return values.add(value);
            });
    return values;
  }

  /** Values of a label among some series. */
  List<String> values(String name, int[] references) throws DamagedBlockException {
    if (references.length == 0 || index.table().values(name) == 0) {
      return List.of();
    }
    boolean many = references.length > index.seriesCount() / GOOD_PART;
    return many ? valuesByPostings(name, references) : valuesBySeries(name, references);
  }

  private List<String> valuesBySeries(String name, int[] references) throws DamagedBlockException {
    Set<Integer> texts = new HashSet<>();
    forEach(
        references,
        series -> {
          int label = index.label(series, name);
          if (label >= 0) {
            texts.add(series.value(label));
          }
        });
    return sorted(texts);
  }

  private List<String> valuesByPostings(String name, int[] references)
      throws DamagedBlockException {
    List<String> values = new ArrayList<>();
    int[] steps = {0};
    index
        .table()
        .visit(
            name,
            "",
            (value, place) -> {
              check(++steps[0]);
              if (References.intersect(index.postings(place), references).length > 0) {
                values.add(value);
              }
              return true;
            });
    return values;
  }

  private List<String> sorted(Set<Integer> texts) throws DamagedBlockException {
    List<String> sorted = new ArrayList<>(texts.size());
    for (int text : texts) {
      sorted.add(index.symbols().text(text));
    }
    sorted.sort(Utf8Order.INSTANCE);
    return sorted;
  }

  private void check(int steps) {
    if (steps % CHECK_EVERY == 0) {
      access.check();
    }
  }
}
