package dev.pharos.storage.tsdb.chunk;

/**
 * How the samples of a chunk are packed, with the byte that tells it on disk: Prometheus's
 * numbering.
 */
public enum Encoding {
  /** Floats: differences of time steps, and values XORed with the ones before. */
  XOR(1),
  /** Native histograms whose counts are integers. */
  HISTOGRAM(2),
  /** Native histograms whose counts are floats. */
  FLOAT_HISTOGRAM(3);

  private final byte code;

  Encoding(int code) {
    this.code = (byte) code;
  }

  /** The byte on disk. */
  public byte code() {
    return code;
  }
}
