package dev.pharos.storage.tsdb.wal;

/** The first byte of a record, which says what it holds. */
final class RecordType {

  static final int SERIES = 1;
  static final int SAMPLES = 2;
  static final int TOMBSTONES = 3;
  static final int EXEMPLARS = 4;
  static final int MAPPED = 5;
  static final int METADATA = 6;
  static final int HISTOGRAMS = 7;
  static final int FLOAT_HISTOGRAMS = 8;
  static final int CUSTOM_HISTOGRAMS = 9;
  static final int CUSTOM_FLOAT_HISTOGRAMS = 10;
  static final int SAMPLES_WITH_START = 11;
  static final int HISTOGRAMS_WITH_START = 12;
  static final int FLOAT_HISTOGRAMS_WITH_START = 13;

  /** Later versions may use numbers up to here; no format of a log comes near. */
  static final int LARGEST = 63;

  private RecordType() {}
}
