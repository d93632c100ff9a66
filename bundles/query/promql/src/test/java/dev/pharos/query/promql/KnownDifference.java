package dev.pharos.query.promql;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What Prometheus 3 answers otherwise than Prometheus 2.42, on purpose. */
enum KnownDifference {

  /**
   * A counter that starts near zero, some way after the start of the range. 2.42 puts the point
   * where it would have stood at zero in place of the start of the range, and only then asks
   * whether that is too far away to be extrapolated to; since prometheus#13725 the distance to the
   * start is bounded first, and zero can only shorten what is left. Quantiles of such rates differ
   * with them.
   */
  RATE_FROM_ZERO,

  /**
   * The variance of a single infinite or undefined value was 0, and is undefined; where squares
   * grow beyond all numbers it was undefined, and is infinite.
   */
  VARIANCE_OF_NO_NUMBER,

  /** What {@code atan2} answers was still called after its left side. */
  ATAN2_KEPT_NAME,

  /** A range fixed with {@code @} moved on with the instants, if it was for this function. */
  FIXED_RANGE_MOVED,

  /**
   * Of several series on the many side, those that a comparison filtered away were not objected to.
   */
  SEVERAL_BUT_FILTERED,

  /** Where results come close to the largest number, they were infinite. */
  EXP_OVERFLOWED;

  /**
   * What explains a difference, if anything does.
   *
   * @param wasReset whether a counter that is far from zero was reset within a range: then it grew
   *     by about as much as it stands at, as one does that began at zero
   */
  static Optional<KnownDifference> of(
      String query, Reply ours, Reply theirs, BooleanSupplier wasReset) {
    String error = ours.error();
    if (error != null) {
      return error.startsWith("multiple matches for labels: ")
          ? Optional.of(SEVERAL_BUT_FILTERED)
          : Optional.empty();
    }
    if (query.matches(".*(exp|sinh|cosh)\\(.*") && !theirs.isFinite()) {
      return Optional.of(EXP_OVERFLOWED);
    }
    if (query.contains("atan2")) {
      return Optional.of(ATAN2_KEPT_NAME);
    }
    if (query.matches(".*predict_linear.*@.*")) {
      return Optional.of(FIXED_RANGE_MOVED);
    }
    if (query.matches(".*std(var|dev).*") && !ours.isFinite()) {
      return Optional.of(VARIANCE_OF_NO_NUMBER);
    }
    return query.matches(".*(rate|increase)\\((?!high_total).*")
            || (query.matches(".*(rate|increase)\\(high_total.*") && wasReset.getAsBoolean())
        ? Optional.of(RATE_FROM_ZERO)
        : Optional.empty();
  }
}
