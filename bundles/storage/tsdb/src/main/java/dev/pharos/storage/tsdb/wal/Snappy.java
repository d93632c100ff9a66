package dev.pharos.storage.tsdb.wal;

/** Reads the block format of Snappy, in which the original compresses its records. */
final class Snappy {

  private static final int MAX_BYTES = 1 << 29;

  private Snappy() {}

  /** The text behind {@code length} compressed bytes, in an array of just its size. */
  static byte[] decompress(byte[] in, int length) throws DamagedRecordException {
    int at = 0;
    long size = 0;
    for (int shift = 0; ; shift += 7) {
      require(at < length && shift < 35, "a length without an end");
      size |= (long) (in[at] & 0x7f) << shift;
      if (in[at++] >= 0) {
        break;
      }
    }
    require(size <= MAX_BYTES, "a length of " + size + " bytes");
    byte[] out = new byte[(int) size];
    int filled = 0;
    while (at < length) {
      int tag = in[at++] & 0xff;
      if ((tag & 3) == 0) {
        int more = tag >>> 2 < 60 ? 0 : (tag >>> 2) - 59;
        require(more <= length - at, "a literal that ends too early");
        int count = (more == 0 ? tag >>> 2 : littleEndian(in, at, more)) + 1;
        at += more;
        require(
            count > 0 && count <= length - at && count <= out.length - filled,
            "a literal of " + count + " bytes");
        System.arraycopy(in, at, out, filled, count);
        at += count;
        filled += count;
      } else {
        int more = (tag & 3) == 3 ? 4 : tag & 3;
        require(more <= length - at, "a copy that ends too early");
        int count = (tag & 3) == 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
        int distance =
            (tag & 3) == 1 ? ((tag & 0xe0) << 3) | (in[at] & 0xff) : littleEndian(in, at, more);
        at += more;
        require(
            distance > 0 && distance <= filled && count <= out.length - filled,
            "a copy of " + count + " bytes from " + distance + " bytes before");
        for (int end = filled + count; filled < end; filled++) {
          out[filled] = out[filled - distance];
        }
      }
    }
    require(filled == out.length, filled + " bytes where " + out.length + " are announced");
    return out;
  }

  private static int littleEndian(byte[] in, int at, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value |= (in[at + i] & 0xff) << (8 * i);
    }
    return value;
  }

  private static void require(boolean holds, String found) throws DamagedRecordException {
    if (!holds) {
      throw new DamagedRecordException(found);
    }
  }
}
