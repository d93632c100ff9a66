package dev.pharos.storage.tsdb.wal;

import dev.pharos.model.NativeHistogram.ResetHint;

/** The byte that stands for a reset hint. */
final class ResetHints {

  private ResetHints() {}

  static int code(ResetHint hint) {
    return switch (hint) {
      case UNKNOWN -> 0;
      case RESET -> 1;
      case NO_RESET -> 2;
      case GAUGE -> 3;
    };
  }

  static ResetHint of(int code) {
    return switch (code) {
      case 1 -> ResetHint.RESET;
      case 2 -> ResetHint.NO_RESET;
      case 3 -> ResetHint.GAUGE;
      default -> ResetHint.UNKNOWN;
    };
  }
}
