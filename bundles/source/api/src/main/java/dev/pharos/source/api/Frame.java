package dev.pharos.source.api;

import java.util.List;
import java.util.Map;

/**
 * A table of columns of equal length.
 *
 * @param name shown where the columns have no better one
 * @param refId the query it answers, such as {@code A}
 * @param fields the columns
 */
public record Frame(String name, String refId, List<Field> fields) {

  /**
   * A column.
   *
   * @param name of the column
   * @param labels that tell the column from others of its name
   * @param column its values
   */
  public record Field(String name, Map<String, String> labels, Column column) {}

  /** Values of one type. Arrays are shared, not copied: readers do not change them. */
  public sealed interface Column {

    int size();

    /** Instants in milliseconds since the Unix epoch. */
    @SuppressWarnings("ArrayRecordComponent")
    record Times(long[] millis) implements Column {
      @Override
      public int size() {
        return millis.length;
      }
    }

    /** Numbers; {@code NaN} stands for a gap. */
    @SuppressWarnings("ArrayRecordComponent")
    record Numbers(double[] values) implements Column {
      @Override
      public int size() {
        return values.length;
      }
    }

    record Texts(List<String> values) implements Column {
      @Override
      public int size() {
        return values.size();
      }
    }
  }

  /** The number of rows. */
  public int rows() {
    return fields.isEmpty() ? 0 : fields.getFirst().column().size();
  }
}
