package dev.pharos.query.syntax;

import java.util.Locale;
import java.util.Optional;

/** The operators that make few series out of many. */
public enum Aggregator {
  SUM,
  AVG,
  COUNT,
  MIN,
  MAX,
  GROUP,
  STDDEV,
  STDVAR,
  TOPK,
  BOTTOMK,
  COUNT_VALUES,
  QUANTILE,
  LIMITK,
  LIMIT_RATIO;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** As queries write it. */
  public String text() {
    return text;
  }

  /** Type of the parameter that stands before the vector; empty if it takes none. */
  public Optional<ValueType> parameter() {
    return switch (this) {
      case TOPK, BOTTOMK, QUANTILE, LIMITK, LIMIT_RATIO -> Optional.of(ValueType.SCALAR);
      case COUNT_VALUES -> Optional.of(ValueType.STRING);
      case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR -> Optional.empty();
    };
  }

  /** Whether it picks input series as they are instead of computing new ones. */
  public boolean picks() {
    return switch (this) {
      case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> true;
      default -> false;
    };
  }

  public boolean isExperimental() {
    return this == LIMITK || this == LIMIT_RATIO;
  }

  /** The aggregator of this name in small letters; empty if there is none. */
  static Optional<Aggregator> of(String name) {
    for (Aggregator aggregator : values()) {
      if (aggregator.text.equals(name)) {
        return Optional.of(aggregator);
      }
    }
    return Optional.empty();
  }
}
