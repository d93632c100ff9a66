package dev.pharos.exposition;

/** The bytes that names without quotes consist of. */
final class NameBytes {

  private static final byte LETTER = 1;
  private static final byte DIGIT = 2;
  private static final byte COLON = 4;

  private static final byte[] KINDS = new byte[128];

  static {
    for (int c = 'a'; c <= 'z'; c++) {
      KINDS[c] = LETTER;
      KINDS[Character.toUpperCase(c)] = LETTER;
    }
    KINDS['_'] = LETTER;
    KINDS[':'] = COLON;
    for (int c = '0'; c <= '9'; c++) {
      KINDS[c] = DIGIT;
    }
  }

  private NameBytes() {}

  static boolean inMetricName(byte b, boolean notFirst) {
    return b >= 0 && (KINDS[b] & (notFirst ? LETTER | COLON | DIGIT : LETTER | COLON)) != 0;
  }

  static boolean inLabelName(byte b, boolean notFirst) {
    return b >= 0 && (KINDS[b] & (notFirst ? LETTER | DIGIT : LETTER)) != 0;
  }

  /** Whether the name can stand without quotes as that of a metric. */
  static boolean isPlainMetricName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 128 || !inMetricName((byte) c, i > 0)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Whether the name can stand without quotes as that of a label. */
  static boolean isPlainLabelName(String name) {
    return isPlainMetricName(name) && name.indexOf(':') < 0;
  }
}
