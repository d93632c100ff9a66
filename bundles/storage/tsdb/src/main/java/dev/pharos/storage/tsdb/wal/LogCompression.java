package dev.pharos.storage.tsdb.wal;

import java.util.Locale;

/** How the records of a log are compressed; whatever it is, all three are read. */
public enum LogCompression {
  /** Not at all. */
  NONE(0),
  /** Quickly: by a third where values wander, to an eighth where series are told. */
  SNAPPY(1 << 3),
  /** Better than snappy, for several times the processor time. */
  ZSTD(1 << 4);

  /** The bits of a fragment's first byte that tell a compression. */
  static final int MASK = SNAPPY.bit | ZSTD.bit;

  private final int bit;

  LogCompression(int bit) {
    this.bit = bit;
  }

  /** The bit of a fragment's first byte. */
  int bit() {
    return bit;
  }

  /**
   * The compression of a name, such as {@code snappy}.
   *
   * @param setting where the name was set; for the error
   */
  public static LogCompression parse(String setting, String name) {
    for (LogCompression compression : values()) {
      if (compression.toString().equals(name)) {
        return compression;
      }
    }
    throw new IllegalArgumentException(
        setting + " is " + name + "; set it to snappy, zstd or none");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
