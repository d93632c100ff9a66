package dev.pharos.query.promql.function;

import dev.pharos.query.promql.column.Column;
import dev.pharos.query.syntax.Function;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;

/**
 * The order of the series of an instant query.
 *
 * <p>The original's comparisons are not always consistent: a NaN goes before each other one, and of
 * two labels neither may come first. So up to {@link #INSERTED} series are inserted one after the
 * other, as it does, which gives its order in such cases, too; more are sorted by what is
 * consistent in them.
 */
public final class Sorting {

  /** Up to so many are sorted by insertion. */
  private static final int INSERTED = 12;

  private Sorting() {}

  /** Columns in the order of a function, by the labels named where it takes some. */
  public static List<Column> sorted(Function function, List<Column> columns, List<String> labels) {
    return switch (function) {
      case SORT -> byValue(columns, true);
      case SORT_DESC -> byValue(columns, false);
      case SORT_BY_LABEL -> byLabels(columns, labels, false);
      case SORT_BY_LABEL_DESC -> byLabels(columns, labels, true);
      default -> throw new IllegalArgumentException("does not sort: " + function);
    };
  }

  private static List<Column> byValue(List<Column> columns, boolean ascending) {
    List<Column> sorted = new ArrayList<>(columns);
    sorted.removeIf(column -> Column.isAbsent(column.value(0)));
    double[] values = sorted.stream().mapToDouble(column -> column.value(0)).toArray();
    return Arrays.stream(order(values, ascending)).mapToObj(sorted::get).toList();
  }

  /** In which order values are told; NaN last either way. */
  static int[] order(double[] values, boolean ascending) {
    if (values.length > INSERTED) {
      return IntStream.range(0, values.length)
          .boxed()
          .sorted((one, other) -> compare(values[one], values[other], ascending))
          .mapToInt(Integer::intValue)
          .toArray();
    }
    // Sorted the other way round and reversed: so NaN, which goes before all others, comes last.
    return inserted(
        values.length,
        (one, before) -> goesBefore(values[before], values[one], ascending) ? -1 : 1);
  }

  /**
   * Whether a value goes before another where the best come last: NaN before all, even before NaN.
   */
  static boolean goesBefore(double one, double other, boolean smallestAreBest) {
    return Double.isNaN(one) || (smallestAreBest ? one > other : one < other);
  }

  private static int compare(double one, double other, boolean ascending) {
    if (Double.isNaN(one) || Double.isNaN(other)) {
      return Boolean.compare(Double.isNaN(one), Double.isNaN(other));
    }
    return one == other ? 0 : (one < other) == ascending ? -1 : 1;
  }

  /**
   * Indices in the order that comes of inserting one after the other.
   *
   * @param compare of one index and the one that stands before it; negative if they trade places
   */
  private static int[] inserted(int size, IntBinaryOperator compare) {
    int[] order = IntStream.range(0, size).toArray();
    for (int i = 1; i < size; i++) {
      for (int j = i; j > 0 && compare.applyAsInt(order[j], order[j - 1]) < 0; j--) {
        int item = order[j];
        order[j] = order[j - 1];
        order[j - 1] = item;
      }
    }
    return order;
  }

  private static List<Column> byLabels(
      List<Column> columns, List<String> labels, boolean descending) {
    if (columns.size() > INSERTED) {
      Comparator<Column> order = consistent(labels);
      return columns.stream().sorted(descending ? order.reversed() : order).toList();
    }
    int[] order =
        inserted(
            columns.size(),
            (one, before) -> compare(columns.get(one), columns.get(before), labels, descending));
    return Arrays.stream(order).mapToObj(columns::get).toList();
  }

  private static int compare(Column one, Column other, List<String> labels, boolean descending) {
    for (String label : labels) {
      String a = one.labels().get(label);
      String b = other.labels().get(label);
      if (!a.equals(b)) {
        return precedes(a, b) == descending ? 1 : -1;
      }
    }
    int order = one.labels().compareTo(other.labels());
    return descending ? -order : order;
  }

  private static Comparator<Column> consistent(List<String> labels) {
    Comparator<Column> order = (_, _) -> 0;
    for (String label : labels) {
      order = order.thenComparing(column -> column.labels().get(label), Sorting::natural);
    }
    return order.thenComparing(Column::labels);
  }

  private static int natural(String one, String other) {
    boolean before = precedes(one, other);
    return before == precedes(other, one) ? 0 : before ? -1 : 1;
  }

  /**
   * Whether a text comes before another as people sort: runs of digits by their number, so that
   * {@code m5} stands before {@code m10}.
   *
   * <p>Of two that differ in zeros in front alone each comes before the other, and nothing comes
   * before or after nothing, as in the original.
   */
  static boolean precedes(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      int iEnd = runEnd(one, i);
      int jEnd = runEnd(other, j);
      String a = one.substring(i, iEnd);
      String b = other.substring(j, jEnd);
      int order = compareRuns(a, b);
      if (order != 0) {
        return order < 0;
      }
      if (iEnd == one.length() || jEnd == other.length()) {
        return iEnd == one.length();
      }
      i = iEnd;
      j = jEnd;
    }
    return false;
  }

  private static int compareRuns(String one, String other) {
    if (isDigit(one.charAt(0)) && isDigit(other.charAt(0))) {
      try {
        return Long.compare(Long.parseLong(one), Long.parseLong(other));
      } catch (NumberFormatException e) {
        // Too long for a number: compared as text.
      }
    }
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static int runEnd(String text, int start) {
    int end = start + 1;
    while (end < text.length() && isDigit(text.charAt(end)) == isDigit(text.charAt(start))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return '0' <= c && c <= '9';
  }
}
