package dev.pharos.storage.tsdb.wal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Takes record after record apart, never reading beyond its end. */
final class RecordReader {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Texts texts = new Texts();
  private byte[] bytes = new byte[0];
  private int end;
  private int at;

  /** Goes to the beginning of a record. */
  void reset(byte[] record, int length) {
    bytes = record;
    end = length;
    at = 0;
  }

  boolean hasMore() {
    return at < end;
  }

  private void require(long needed) throws DamagedRecordException {
    if (needed < 0 || needed > end - at) {
      throw tooShort(needed);
    }
  }

  private DamagedRecordException tooShort(long needed) {
    return new DamagedRecordException(
        "a record of "
            + end
            + " bytes ends at byte "
            + at
            + " where "
            + needed
            + " more are needed");
  }

  int takeByte() throws DamagedRecordException {
    require(1);
    return bytes[at++] & 0xff;
  }

  long takeLong() throws DamagedRecordException {
    require(Long.BYTES);
    long value = (long) LONG.get(bytes, at);
    at += Long.BYTES;
    return value;
  }

  double takeDouble() throws DamagedRecordException {
    return Double.longBitsToDouble(takeLong());
  }

  long takeUnsigned() throws DamagedRecordException {
    if (at < end && bytes[at] >= 0) {
      return bytes[at++];
    }
    return takeGroups();
  }

  private long takeGroups() throws DamagedRecordException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int group = takeByte();
      value |= (long) (group & 0x7f) << shift;
      if (group < 0x80) {
        return value;
      }
    }
    throw new DamagedRecordException("a number is longer than ten bytes, before byte " + at);
  }

  long takeSigned() throws DamagedRecordException {
    long zigzag = takeUnsigned();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  /** A number of things that take at least {@code bytesEach}; so no more than fit. */
  int takeCount(int bytesEach) throws DamagedRecordException {
    long count = takeUnsigned();
    if (count < 0 || count > (end - at) / bytesEach) {
      throw new DamagedRecordException(
          "a record of " + end + " bytes tells of " + count + " entries at byte " + at);
    }
    return (int) count;
  }

  String takeText() throws DamagedRecordException {
    long length = takeUnsigned();
    require(length);
    String text = texts.text(bytes, at, (int) length);
    at += (int) length;
    return text;
  }
}
