package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram.ResetHint;

/** What a histogram chunk tells of counter resets, in the two highest bits of its third byte. */
enum ResetHeader {
  UNKNOWN(0x00),
  NO_RESET(0x40),
  RESET(0x80),
  GAUGE(0xc0);

  private static final int MASK = 0xc0;

  private final byte bits;

  ResetHeader(int bits) {
    this.bits = (byte) bits;
  }

  byte bits() {
    return bits;
  }

  static ResetHeader of(byte flags) {
    return switch (flags & MASK) {
      case 0x40 -> NO_RESET;
      case 0x80 -> RESET;
      case 0xc0 -> GAUGE;
      default -> UNKNOWN;
    };
  }

  /**
   * The hint of a chunk's sample.
   *
   * <p>Whether a chunk was begun with a reset or without is of no use to its first sample: the
   * chunk before may be gone by now, or another have come between that was late or copied in.
   */
  ResetHint hint(boolean first) {
    if (this == GAUGE) {
      return ResetHint.GAUGE;
    }
    return first ? ResetHint.UNKNOWN : ResetHint.NO_RESET;
  }
}
