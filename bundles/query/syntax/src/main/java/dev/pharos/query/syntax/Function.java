package dev.pharos.query.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The functions of PromQL with what they take and give: a closed set, since a rule must mean the
 * same everywhere.
 */
public enum Function {
  ABS(ValueType.VECTOR, ValueType.VECTOR),
  ABSENT(ValueType.VECTOR, ValueType.VECTOR),
  ABSENT_OVER_TIME(ValueType.VECTOR, ValueType.MATRIX),
  ACOS(ValueType.VECTOR, ValueType.VECTOR),
  ACOSH(ValueType.VECTOR, ValueType.VECTOR),
  ASIN(ValueType.VECTOR, ValueType.VECTOR),
  ASINH(ValueType.VECTOR, ValueType.VECTOR),
  ATAN(ValueType.VECTOR, ValueType.VECTOR),
  ATANH(ValueType.VECTOR, ValueType.VECTOR),
  AVG_OVER_TIME(ValueType.VECTOR, ValueType.MATRIX),
  CEIL(ValueType.VECTOR, ValueType.VECTOR),
  CHANGES(ValueType.VECTOR, ValueType.MATRIX),
  CLAMP(ValueType.VECTOR, ValueType.VECTOR, ValueType.SCALAR, ValueType.SCALAR),
  CLAMP_MAX(ValueType.VECTOR, ValueType.VECTOR, ValueType.SCALAR),
  CLAMP_MIN(ValueType.VECTOR, ValueType.VECTOR, ValueType.SCALAR),
  COS(ValueType.VECTOR, ValueType.VECTOR),
  COSH(ValueType.VECTOR, ValueType.VECTOR),
  COUNT_OVER_TIME(ValueType.VECTOR, ValueType.MATRIX),
  DAY_OF_MONTH(form(1, false), ValueType.VECTOR, ValueType.VECTOR),
  DAY_OF_WEEK(form(1, false), ValueType.VECTOR, ValueType.VECTOR),
  DAY_OF_YEAR(form(1, false), ValueType.VECTOR, ValueType.VECTOR),
  DAYS_IN_MONTH(form(1, false), ValueType.VECTOR, ValueType.VECTOR),
  DEG(ValueType.VECTOR, ValueType.VECTOR),
  DELTA(ValueType.VECTOR, ValueType.MATRIX),
  DERIV(ValueType.VECTOR, ValueType.MATRIX),
  DOUBLE_EXPONENTIAL_SMOOTHING(
      form(0, true), ValueType.VECTOR, ValueType.MATRIX, ValueType.SCALAR, ValueType.SCALAR),
  END(form(0, true), ValueType.SCALAR),
  EXP(ValueType.VECTOR, ValueType.VECTOR),
  FIRST_OVER_TIME(ValueType.VECTOR, ValueType.MATRIX),
  FLOOR(ValueType.VECTOR, ValueType.VECTOR),
  HISTOGRAM_AVG(ValueType.VECTOR, ValueType.VECTOR),
  HISTOGRAM_COUNT(ValueType.VECTOR, ValueType.VECTOR),
  HISTOGRAM_FRACTION(ValueType.VECTOR, ValueType.SCALAR, ValueType.SCALAR, ValueType.VECTOR),
  HISTOGRAM_QUANTILE(ValueType.VECTOR, ValueType.SCALAR, ValueType.VECTOR),
  HISTOGRAM_QUANTILES(
      form(9, true),
      ValueType.VECTOR,
      ValueType.VECTOR,
      ValueType.STRING,
      ValueType.SCALAR,
      ValueType.SCALAR),
  HISTOGRAM_STDDEV(ValueType.VECTOR, ValueType.VECTOR),
  HISTOGRAM_STDVAR(ValueType.VECTOR, ValueType.VECTOR),
  HISTOGRAM_SUM(ValueType.VECTOR, ValueType.VECTOR),
  HOUR(form(1, false), ValueType.VECTOR, ValueType.VECTOR),
  IDELTA(ValueType.VECTOR, ValueType.MATRIX),
  INCREASE(ValueType.VECTOR, ValueType.MATRIX),
  INFO(form(1, true), ValueType.VECTOR, ValueType.VECTOR, ValueType.VECTOR),
  IRATE(ValueType.VECTOR, ValueType.MATRIX),
  LABEL_JOIN(
      form(-1, false),
      ValueType.VECTOR,
      ValueType.VECTOR,
      ValueType.STRING,
      ValueType.STRING,
      ValueType.STRING),
  LABEL_REPLACE(
      ValueType.VECTOR,
      ValueType.VECTOR,
      ValueType.STRING,
      ValueType.STRING,
      ValueType.STRING,
      ValueType.STRING),
  LAST_OVER_TIME(ValueType.VECTOR, ValueType.MATRIX),
  LN(ValueType.VECTOR, ValueType.VECTOR),
  LOG10(ValueType.VECTOR, ValueType.VECTOR),
  LOG2(ValueType.VECTOR, ValueType.VECTOR),
  MAD_OVER_TIME(form(0, true), ValueType.VECTOR, ValueType.MATRIX),
  MAX_OF(form(0, true), ValueType.SCALAR, ValueType.SCALAR, ValueType.SCALAR),
  MAX_OVER_TIME(ValueType.VECTOR, ValueType.MATRIX),
  MIN_OF(form(0, true), ValueType.SCALAR, ValueType.SCALAR, ValueType.SCALAR),
  MIN_OVER_TIME(ValueType.VECTOR, ValueType.MATRIX),
  MINUTE(form(1, false), ValueType.VECTOR, ValueType.VECTOR),
  MONTH(form(1, false), ValueType.VECTOR, ValueType.VECTOR),
  PI(ValueType.SCALAR),
  PREDICT_LINEAR(ValueType.VECTOR, ValueType.MATRIX, ValueType.SCALAR),
  PRESENT_OVER_TIME(ValueType.VECTOR, ValueType.MATRIX),
  QUANTILE_OVER_TIME(ValueType.VECTOR, ValueType.SCALAR, ValueType.MATRIX),
  RAD(ValueType.VECTOR, ValueType.VECTOR),
  RANGE(form(0, true), ValueType.SCALAR),
  RATE(ValueType.VECTOR, ValueType.MATRIX),
  RESETS(ValueType.VECTOR, ValueType.MATRIX),
  ROUND(form(1, false), ValueType.VECTOR, ValueType.VECTOR, ValueType.SCALAR),
  SCALAR(ValueType.SCALAR, ValueType.VECTOR),
  SGN(ValueType.VECTOR, ValueType.VECTOR),
  SIN(ValueType.VECTOR, ValueType.VECTOR),
  SINH(ValueType.VECTOR, ValueType.VECTOR),
  SORT(ValueType.VECTOR, ValueType.VECTOR),
  SORT_BY_LABEL(form(-1, true), ValueType.VECTOR, ValueType.VECTOR, ValueType.STRING),
  SORT_BY_LABEL_DESC(form(-1, true), ValueType.VECTOR, ValueType.VECTOR, ValueType.STRING),
  SORT_DESC(ValueType.VECTOR, ValueType.VECTOR),
  SQRT(ValueType.VECTOR, ValueType.VECTOR),
  START(form(0, true), ValueType.SCALAR),
  START_TIMESTAMP(form(0, true), ValueType.VECTOR, ValueType.VECTOR),
  STDDEV_OVER_TIME(ValueType.VECTOR, ValueType.MATRIX),
  STDVAR_OVER_TIME(ValueType.VECTOR, ValueType.MATRIX),
  STEP(form(0, true), ValueType.SCALAR),
  SUM_OVER_TIME(ValueType.VECTOR, ValueType.MATRIX),
  TAN(ValueType.VECTOR, ValueType.VECTOR),
  TANH(ValueType.VECTOR, ValueType.VECTOR),
  TIME(ValueType.SCALAR),
  TIMESTAMP(ValueType.VECTOR, ValueType.VECTOR),
  TS_OF_FIRST_OVER_TIME(form(0, true), ValueType.VECTOR, ValueType.MATRIX),
  TS_OF_LAST_OVER_TIME(form(0, true), ValueType.VECTOR, ValueType.MATRIX),
  TS_OF_MAX_OVER_TIME(form(0, true), ValueType.VECTOR, ValueType.MATRIX),
  TS_OF_MIN_OVER_TIME(form(0, true), ValueType.VECTOR, ValueType.MATRIX),
  VECTOR(ValueType.VECTOR, ValueType.SCALAR),
  YEAR(form(1, false), ValueType.VECTOR, ValueType.VECTOR);

  /** What is special about a signature; see {@link #variadic} and {@link #isExperimental}. */
  private record Form(int variadic, boolean experimental) {}

  private static final Map<String, Function> BY_TEXT =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Function::text, f -> f));

  private final String text = name().toLowerCase(Locale.ROOT);
  private final int variadic;
  private final boolean experimental;
  private final ValueType returns;

  // An unmodifiable list, which the checker cannot know.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<ValueType> parameters;

  Function(ValueType returns, ValueType... parameters) {
    this(form(0, false), returns, parameters);
  }

  Function(Form form, ValueType returns, ValueType... parameters) {
    this.variadic = form.variadic;
    this.experimental = form.experimental;
    this.returns = returns;
    this.parameters = List.of(parameters);
  }

  private static Form form(int variadic, boolean experimental) {
    return new Form(variadic, experimental);
  }

  /** As queries write it. */
  public String text() {
    return text;
  }

  public ValueType returns() {
    return returns;
  }

  public List<ValueType> parameters() {
    return parameters;
  }

  /**
   * How often the last parameter may be given: 0 for exactly once, a number above for at most so
   * many times and perhaps not at all, −1 for any number of times.
   */
  public int variadic() {
    return variadic;
  }

  /** Whether it may still change, and needs a switch. */
  public boolean isExperimental() {
    return experimental;
  }

  /**
   * Whether it says something else at another instant although its arguments are the same, as
   * {@code time()} does and all that is computed from times of samples.
   */
  public boolean dependsOnInstant() {
    return switch (this) {
      case DAYS_IN_MONTH,
          DAY_OF_MONTH,
          DAY_OF_WEEK,
          DAY_OF_YEAR,
          HOUR,
          MINUTE,
          MONTH,
          YEAR,
          PREDICT_LINEAR,
          TIME,
          TIMESTAMP,
          START_TIMESTAMP ->
          true;
      default -> false;
    };
  }

  /** Type of the argument at {@code index}, the last parameter being repeated. */
  ValueType parameter(int index) {
    return parameters.get(Math.min(index, parameters.size() - 1));
  }

  /** The function of this name; empty if there is none. */
  public static Optional<Function> of(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }
}
