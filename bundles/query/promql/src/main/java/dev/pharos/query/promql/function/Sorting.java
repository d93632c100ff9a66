package dev.pharos.query.promql.function;

import dev.pharos.query.promql.column.Column;
import dev.pharos.query.syntax.Function;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The order of the series of an instant query. */
public final class Sorting {

  private Sorting() {}

  /** Columns in the order of a function, by the labels named where it takes some. */
  public static List<Column> sorted(Function function, List<Column> columns, List<String> labels) {
    List<Column> sorted = new ArrayList<>(columns);
    switch (function) {
      case SORT, SORT_DESC -> {
        sorted.removeIf(column -> Column.isAbsent(column.value(0)));
        sorted.sort(byValue(function == Function.SORT));
      }
      case SORT_BY_LABEL -> sorted.sort(byLabels(labels));
      case SORT_BY_LABEL_DESC -> sorted.sort(byLabels(labels).reversed());
      default -> throw new IllegalArgumentException("does not sort: " + function);
    }
    return sorted;
  }

  /** By value, NaN last either way. */
  public static Comparator<Column> byValue(boolean ascending) {
    return (one, other) -> {
      double a = one.value(0);
      double b = other.value(0);
      if (Double.isNaN(a) || Double.isNaN(b)) {
        return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
      }
      return ascending ? Double.compare(a, b) : Double.compare(b, a);
    };
  }

  private static Comparator<Column> byLabels(List<String> labels) {
    Comparator<Column> order = (_, _) -> 0;
    for (String label : labels) {
      order = order.thenComparing(column -> column.labels().get(label), Sorting::natural);
    }
    return order.thenComparing(Column::labels);
  }

  /**
   * As people sort: runs of digits by their number, so that {@code m5} stands before {@code m10}.
   */
  static int natural(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      int iEnd = runEnd(one, i);
      int jEnd = runEnd(other, j);
      String a = one.substring(i, iEnd);
      String b = other.substring(j, jEnd);
      boolean numbers = isDigit(a.charAt(0)) && isDigit(b.charAt(0));
      int order = numbers ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
      if (order != 0) {
        return order;
      }
      i = iEnd;
      j = jEnd;
    }
    return Integer.compare(one.length() - i, other.length() - j);
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
