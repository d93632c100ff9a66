package dev.pharos.storage.tsdb.chunk;

import dev.pharos.storage.api.StorageException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Unpacks what {@link XorWriter} packed, many values in one go.
 *
 * <p>One 64-bit load serves most samples: it has at least 57 bits that are still to be read, and a
 * sample seldom needs more. What is known of the sample before stays in registers.
 */
final class XorDecoder {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Bits that a load at any bit has at least. */
  private static final int LOADED = 57;

  private byte[] bytes = {};
  private int count;
  private int read;
  private int bit;
  private int endBit;
  private int width;
  private int trailing;
  private long timestamp;
  private long step;
  private long valueBits;

  /** Starts with a chunk that has at least 16 bytes behind it. */
  void reset(byte[] from, int offset, int length, int samples) {
    bytes = from;
    count = samples;
    read = 0;
    bit = (offset + 2) * 8;
    endBit = (offset + length) * 8;
    width = 64;
    trailing = 0;
    timestamp = 0;
    step = 0;
    valueBits = 0;
  }

  /** Reads the next values into places of two arrays; answers how many. */
  int read(long[] timestamps, double[] values, int from, int to) throws StorageException {
    int at = from;
    try {
      if (read == 0 && count > 0 && at < to) {
        readFirst();
        timestamps[at] = timestamp;
        values[at] = Double.longBitsToDouble(valueBits);
        at++;
        read = 1;
      }
      if (read == 1 && count > 1 && at < to) {
        step = readVarint();
        timestamp += step;
        readValue();
        timestamps[at] = timestamp;
        values[at] = Double.longBitsToDouble(valueBits);
        at++;
        read = 2;
      }
      if (read >= 2) {
        int many = Math.min(to - at, count - read);
        readMany(timestamps, values, at, at + many);
        read += many;
        at += many;
      }
    } catch (IndexOutOfBoundsException e) {
      throw ChunkDecoder.beyondEnd(count);
    }
    if (bit > endBit) {
      throw ChunkDecoder.beyondEnd(count);
    }
    return at - from;
  }

  private void readFirst() throws StorageException {
    long zigzag = readVarint();
    timestamp = (zigzag >>> 1) ^ -(zigzag & 1);
    valueBits = read(64);
  }

  private long readVarint() throws StorageException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      long group = read(8);
      value |= (group & 0x7f) << shift;
      if (group < 0x80) {
        return value;
      }
    }
    throw ChunkDecoder.beyondEnd(count);
  }

  private long read(int bits) {
    long value = load(bytes, bit, bits);
    bit += bits;
    return value;
  }

  /** A group of 1 to 64 bits anywhere. */
  private static long load(byte[] bytes, int bit, int bits) {
    int at = bit >>> 3;
    int used = bit & 7;
    long word = (long) LONG.get(bytes, at) << used;
    if (used + bits > 64) {
      word |= (bytes[at + 8] & 0xff) >>> (8 - used);
    }
    return word >>> (64 - bits);
  }

  private void readValue() throws StorageException {
    if (read(1) == 0) {
      return;
    }
    if (read(1) == 1) {
      int leading = (int) read(5);
      width = (((int) read(6) - 1) & 63) + 1;
      trailing = 64 - leading - width;
      if (trailing < 0) {
        throw ChunkDecoder.beyondEnd(count);
      }
    }
    valueBits ^= read(width) << trailing;
  }

  /** Half the numbers of a width are negative, the one in the middle not. */
  private static long signed(long value, int width) {
    return value > 1L << (width - 1) ? value - (1L << width) : value;
  }

  private void readMany(long[] timestamps, double[] values, int from, int to)
      throws StorageException {
    byte[] in = bytes;
    int pos = bit;
    int bits = width;
    int shift = trailing;
    long time = timestamp;
    long delta = step;
    long value = valueBits;
    for (int i = from; i < to; i++) {
      long word = (long) LONG.get(in, pos >>> 3) << (pos & 7);
      int left = LOADED;
      if (word >= 0) {
        word <<= 1;
        pos++;
        left--;
      } else if ((word & BitReader.SECOND) == 0) {
        delta += signed(word << 2 >>> 50, 14);
        word <<= 16;
        pos += 16;
        left -= 16;
      } else {
        int ones = Math.min(4, Long.numberOfLeadingZeros(~word));
        if (ones == 4) {
          delta += load(in, pos + 4, 64);
          pos += 68;
        } else {
          // 17 or 20 bits behind a prefix of 3 or 4.
          int wide = 11 + 3 * ones;
          delta += signed(word << (ones + 1) >>> (64 - wide), wide);
          pos += ones + 1 + wide;
        }
        word = (long) LONG.get(in, pos >>> 3) << (pos & 7);
      }
      time += delta;
      if (word < 0) {
        if (word << 1 < 0) {
          int leading = (int) (word >>> 57) & 31;
          bits = (((int) (word >>> 51) - 1) & 63) + 1;
          shift = 64 - leading - bits;
          if (shift < 0) {
            throw ChunkDecoder.beyondEnd(count);
          }
          pos += 13;
          word <<= 13;
          left -= 13;
        } else {
          pos += 2;
          word <<= 2;
          left -= 2;
        }
        value ^= (bits <= left ? word >>> (64 - bits) : load(in, pos, bits)) << shift;
        pos += bits;
      } else {
        pos++;
      }
      timestamps[i] = time;
      values[i] = Double.longBitsToDouble(value);
    }
    bit = pos;
    width = bits;
    trailing = shift;
    timestamp = time;
    step = delta;
    valueBits = value;
  }
}
