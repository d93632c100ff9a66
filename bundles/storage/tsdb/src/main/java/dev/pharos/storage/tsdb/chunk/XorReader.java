package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.api.SampleCursor.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Unpacks what {@link XorWriter} packed. */
public final class XorReader implements ChunkReader {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int count;
  private int read;
  private int bit = 16;
  private int leading;
  private int trailing;
  private long timestampMillis;
  private long step;
  private long valueBits;

  XorReader(byte[] bytes, int count) {
    this.bytes = bytes;
    this.count = count;
  }

  @Override
  public boolean next() {
    if (read == count) {
      return false;
    }
    if (read == 0) {
      long zigzag = readVarint();
      timestampMillis = (zigzag >>> 1) ^ -(zigzag & 1);
      valueBits = read(64);
    } else {
      step = read == 1 ? readVarint() : step + readStepChange();
      timestampMillis += step;
      readXor();
    }
    read++;
    return true;
  }

  private long readVarint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      long group = read(8);
      value |= (group & 0x7f) << shift;
      if (group < 0x80) {
        return value;
      }
    }
  }

  private long readStepChange() {
    if (read(1) == 0) {
      return 0;
    }
    if (read(1) == 0) {
      return signed(read(14), 14);
    }
    if (read(1) == 0) {
      return signed(read(17), 17);
    }
    return read(1) == 0 ? signed(read(20), 20) : read(64);
  }

  /** Half the numbers of a width are negative, the one in the middle not. */
  private static long signed(long value, int width) {
    return value > 1L << (width - 1) ? value - (1L << width) : value;
  }

  private void readXor() {
    if (read(1) == 0) {
      return;
    }
    if (read(1) == 1) {
      leading = (int) read(5);
      int width = (int) read(6);
      trailing = 64 - leading - (width == 0 ? 64 : width);
    }
    valueBits ^= read(64 - leading - trailing) << trailing;
  }

  private long read(int width) {
    int at = bit >>> 3;
    int used = bit & 7;
    bit += width;
    if (at + 9 <= bytes.length) {
      long word = (long) LONG.get(bytes, at) << used;
      if (used > 0) {
        word |= (bytes[at + 8] & 0xff) >>> (8 - used);
      }
      return word >>> (64 - width);
    }
    return readNearEnd(at, used, width);
  }

  private long readNearEnd(int from, int skip, int width) {
    long value = 0;
    int at = from;
    int used = skip;
    for (int left = width; left > 0; ) {
      int take = Math.min(8 - used, left);
      int group = (bytes[at] & 0xff) >>> (8 - used - take) & ((1 << take) - 1);
      value = (value << take) | group;
      left -= take;
      used = 0;
      at++;
    }
    return value;
  }

  @Override
  public Kind kind() {
    return Kind.VALUE;
  }

  @Override
  public long timestampMillis() {
    return timestampMillis;
  }

  @Override
  public double value() {
    return Double.longBitsToDouble(valueBits);
  }

  @Override
  public NativeHistogram histogram() {
    throw new IllegalStateException("the current sample is a value");
  }
}
