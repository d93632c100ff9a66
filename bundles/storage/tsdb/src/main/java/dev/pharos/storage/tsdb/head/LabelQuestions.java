package dev.pharos.storage.tsdb.head;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.model.Utf8Order;
import dev.pharos.storage.tsdb.head.Shapes.Shape;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Answers which labels there are among the series that have samples in a range. */
final class LabelQuestions {

  /** Rows looked at under one lock. */
  private static final int ROWS_AT_ONCE = 1024;

  /** Is asked about rows before their samples are, which takes longer. */
  private interface RowTaker {

    /** Whether the row would tell something new. */
    boolean wants(Page page, int at);

    /** Takes a row that is wanted and has samples in the range. */
    void take(Page page, int at);
  }

  private final SeriesIndex index;
  private final HeadRows rows;
  private final Access access;
  private final TimeRange range;
  private final HeadRows.RowFilter filter;

  LabelQuestions(
      SeriesIndex index, HeadRows rows, Access access, TimeRange range, HeadRows.RowFilter filter) {
    this.index = index;
    this.rows = rows;
    this.access = access;
    this.range = range;
    this.filter = filter;
  }

  /** Names of labels, sorted. */
  List<String> names(List<Matcher> matchers) {
    @Nullable Shape[] shapes = index.shapes().all();
    BitSet seen = new BitSet();
    TreeSet<String> names = new TreeSet<>(Utf8Order.INSTANCE);
    forEachRow(
        new Matching(index, access).find(matchers),
        new RowTaker() {
          @Override
          public boolean wants(Page page, int at) {
            return !seen.get(page.labels().shape(at));
          }

          @Override
          public void take(Page page, int at) {
            int number = page.labels().shape(at);
            Shape shape = number < shapes.length ? shapes[number] : null;
            // A shape that came meanwhile is of series that did.
            if (shape != null) {
              seen.set(number);
              names.addAll(Arrays.asList(shape.names));
            }
          }
        });
    return List.copyOf(names);
  }

  /** Values of a label, sorted. */
  List<String> values(String name, List<Matcher> matchers) {
    access.check();
    LabelValues values = index.labels().find(name);
    if (values == null) {
      return List.of();
    }
    Symbols.Texts texts = index.symbols().texts();
    BitSet found = new BitSet();
    if (matchers.isEmpty()) {
      values.forEach(
          (value, postings) -> {
            if (hasSamples(postings)) {
              found.set(value);
            }
          });
    } else {
      valuesOf(name, new Matching(index, access).find(matchers), found);
    }
    return found.stream()
        .mapToObj(texts::orNull)
        .filter(text -> text != null)
        .sorted(Utf8Order.INSTANCE)
        .toList();
  }

  private void valuesOf(String name, LongList references, BitSet found) {
    @Nullable Shape[] shapes = index.shapes().all();
    forEachRow(
        references,
        new RowTaker() {
          @Override
          public boolean wants(Page page, int at) {
            int value = value(page, at);
            return value >= 0 && !found.get(value);
          }

          @Override
          public void take(Page page, int at) {
            found.set(value(page, at));
          }

          private int value(Page page, int at) {
            int number = page.labels().shape(at);
            Shape shape = number < shapes.length ? shapes[number] : null;
            int place = shape == null ? -1 : shape.place(name);
            return place < 0 ? -1 : page.labels().value(at, place);
          }
        });
  }

  private boolean hasSamples(Postings postings) {
    access.check();
    // Mostly the youngest series does.
    if (rows.overlaps(postings.last(), range, filter)) {
      return true;
    }
    LongList references = postings.references();
    for (int i = 0; i < references.size(); i++) {
      if (rows.overlaps(references.get(i), range, filter)) {
        return true;
      }
    }
    return false;
  }

  private void forEachRow(LongList references, RowTaker taker) {
    for (int from = 0; from < references.size(); from += ROWS_AT_ONCE) {
      access.check();
      int to = Math.min(references.size(), from + ROWS_AT_ONCE);
      int start = from;
      rows.shared(
          () -> {
            for (int i = start; i < to; i++) {
              long reference = references.get(i);
              int row = (int) reference & Page.ROW_MASK;
              Page page = index.page(reference);
              int at = page == null ? -1 : page.place(row);
              if (page != null && taker.wants(page, at) && filter.test(page, row, range)) {
                taker.take(page, at);
              }
            }
          });
    }
  }
}
