package dev.pharos.storage.tsdb.wal;

import dev.pharos.model.MetricType;

/** The byte that stands for a metric's type. */
final class MetricTypes {

  private MetricTypes() {}

  static int code(MetricType type) {
    return switch (type) {
      case UNKNOWN -> 0;
      case COUNTER -> 1;
      case GAUGE -> 2;
      case HISTOGRAM -> 3;
      case GAUGE_HISTOGRAM -> 4;
      case SUMMARY -> 5;
      case INFO -> 6;
      case STATE_SET -> 7;
    };
  }

  static MetricType of(int code) {
    return switch (code) {
      case 1 -> MetricType.COUNTER;
      case 2 -> MetricType.GAUGE;
      case 3 -> MetricType.HISTOGRAM;
      case 4 -> MetricType.GAUGE_HISTOGRAM;
      case 5 -> MetricType.SUMMARY;
      case 6 -> MetricType.INFO;
      case 7 -> MetricType.STATE_SET;
      default -> MetricType.UNKNOWN;
    };
  }
}
