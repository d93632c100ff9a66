package dev.pharos.model;

/**
 * The stale marker: the one NaN, told from all others by its bits, that says a series has ended.
 *
 * <p>Its bits are those of the data model's other implementations, {@code 0x7ff0000000000002}, so
 * that markers keep their meaning in blocks, in logs and over remote write.
 */
public final class StaleNaN {

  public static final long BITS = 0x7ff0000000000002L;

  public static final double VALUE = Double.longBitsToDouble(BITS);

  private StaleNaN() {}

  public static boolean is(double value) {
    return Double.doubleToRawLongBits(value) == BITS;
  }
}
