package dev.pharos.storage.tsdb.wal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Records that go into the log together, one behind the other. Reused from batch to batch; not safe
 * for use by several threads.
 */
public final class RecordBuffer {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[512];
  private int length;
  private int[] ends = new int[8];
  private int records;

  /** Forgets all records; keeps the room. */
  public void clear() {
    length = 0;
    records = 0;
  }

  public boolean isEmpty() {
    return records == 0;
  }

  /** Bytes of all records. */
  public int length() {
    return length;
  }

  /** Bytes that there is room for. */
  public int room() {
    return bytes.length;
  }

  int records() {
    return records;
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int record) {
    return record == 0 ? 0 : ends[record - 1];
  }

  int end(int record) {
    return ends[record];
  }

  /** Starts a record. */
  void begin(int type) {
    putByte(type);
  }

  /** Ends the record under way. */
  void end() {
    if (records == ends.length) {
      ends = Arrays.copyOf(ends, 2 * records);
    }
    ends[records++] = length;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length + bytes.length / 2));
    }
  }

  void putByte(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  void putLong(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, length, value);
    length += Long.BYTES;
  }

  void putDouble(double value) {
    putLong(Double.doubleToRawLongBits(value));
  }

  /** An unsigned number: seven bits a byte, the lowest first. */
  void putUnsigned(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** A signed number, whose sign is its lowest bit. */
  void putSigned(long value) {
    putUnsigned((value << 1) ^ (value >> 63));
  }

  void putText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    putUnsigned(utf8.length);
    reserve(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
  }
}
