package dev.pharos.query.syntax;

/**
 * The parts of the language that a query may use only where they are switched on.
 *
 * @param experimentalFunctions functions and aggregators that may still change
 * @param extendedRangeSelectors {@code anchored} and {@code smoothed}
 * @param fillModifiers {@code fill}, {@code fill_left} and {@code fill_right}
 */
public record Features(
    boolean experimentalFunctions, boolean extendedRangeSelectors, boolean fillModifiers) {

  /** The language as it is without any switch. */
  public static final Features STABLE = new Features(false, false, false);

  public static final Features ALL = new Features(true, true, true);
}
