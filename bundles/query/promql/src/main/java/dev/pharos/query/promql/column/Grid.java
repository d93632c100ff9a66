package dev.pharos.query.promql.column;

/**
 * The instants at which an expression is evaluated.
 *
 * @param startMillis the first one, in milliseconds since the Unix epoch
 * @param stepMillis from one to the next; not 0 if there are several
 * @param size how many there are, at least one
 */
public record Grid(long startMillis, long stepMillis, int size) {

  /** One instant. */
  public static Grid at(long timestampMillis) {
    return new Grid(timestampMillis, 1, 1);
  }

  /** The instants from {@code start} up to and with {@code end}. */
  public static Grid between(long startMillis, long endMillis, long stepMillis) {
    long size = Math.floorDiv(endMillis - startMillis, stepMillis) + 1;
    if (size > Integer.MAX_VALUE - 8) {
      throw new EvaluationException("the range has " + size + " steps, too many for one query");
    }
    return new Grid(startMillis, stepMillis, (int) size);
  }

  /** The instant at an index. */
  public long at(int index) {
    return startMillis + index * stepMillis;
  }

  public long endMillis() {
    return at(size - 1);
  }
}
