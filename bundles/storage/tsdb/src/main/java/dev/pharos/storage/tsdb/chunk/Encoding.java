package dev.pharos.storage.tsdb.chunk;

import dev.pharos.storage.api.StorageException;

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

  /**
   * The encoding that a byte on disk tells.
   *
   * @throws StorageException if it is one that is not read here; the message names it
   */
  public static Encoding of(byte code) throws StorageException {
    return switch (code) {
      case 1 -> XOR;
      case 2 -> HISTOGRAM;
      case 3 -> FLOAT_HISTOGRAM;
      default ->
          throw new StorageException(
              "chunk encoding " + nameOf(code) + " is not read here, only 1, 2 and 3 are");
    };
  }

  /** Newer servers write these where they are told to. */
  private static String nameOf(byte code) {
    int number = code & 0xff;
    return switch (number) {
      case 4 -> "4 (XOR2, which storage.tsdb.chunk_encoding.floats: xor2 makes Prometheus write)";
      case 5 -> "5 (histograms with start timestamps, of the feature histograms-st-encoding)";
      case 6 -> "6 (float histograms with start timestamps, of the feature histograms-st-encoding)";
      default -> number + " (unknown)";
    };
  }
}
