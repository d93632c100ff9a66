package dev.pharos.web.prometheus.remote;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the wire format of Protocol Buffers in place.
 *
 * <p>A message inside another is read between {@link #enter} and {@link #leave}; nothing can be
 * read beyond its end. Not safe for use by several threads.
 */
final class WireReader {

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  void reset(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the next byte is. */
  int at() {
    return at;
  }

  /** Goes back, or on, to a place within the message. */
  void seek(int place) {
    at = place;
  }

  boolean hasMore() {
    return at < end;
  }

  /** The next field: its number times eight, and its type. */
  int tag() throws MalformedRequestException {
    int first = at < end ? bytes[at] : 0;
    if (first >= 8) { // One byte, and no field 0.
      at++;
      return first;
    }
    long tag = varint();
    if (tag >>> 3 == 0 || tag >>> 32 != 0) {
      throw new MalformedRequestException("proto: illegal tag " + (tag >>> 3));
    }
    return (int) tag;
  }

  long varint() throws MalformedRequestException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == end) {
        throw cutOff();
      }
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedRequestException("proto: integer overflow");
  }

  /** A varint whose sign stands in its lowest bit. */
  long zigzag() throws MalformedRequestException {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  double float64() throws MalformedRequestException {
    return Double.longBitsToDouble(fixed64());
  }

  private long fixed64() throws MalformedRequestException {
    if (end - at < Long.BYTES) {
      throw cutOff();
    }
    long value = (long) LONG.get(bytes, at);
    at += Long.BYTES;
    return value;
  }

  /** The length of what follows, which ends within the message. */
  int length() throws MalformedRequestException {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw cutOff();
    }
    return (int) length;
  }

  /** Goes on over bytes whose length was read. */
  void forward(int length) {
    at += length;
  }

  /** Goes into a message or a packed list; answers what {@link #leave} wants. */
  int enter() throws MalformedRequestException {
    int length = length();
    int outer = end;
    end = at + length;
    return outer;
  }

  /** Goes on behind the message that {@link #enter} went into. */
  void leave(int outer) {
    at = end;
    end = outer;
  }

  /**
   * Goes over fields of bytes that follow each other under one tag, each shorter than 128 bytes;
   * what else there is stays for the other methods.
   *
   * @param tag in one byte
   */
  void skipShort(int tag) {
    int place = at;
    while (place < end - 1 && bytes[place] == tag) {
      int next = place + 2 + bytes[place + 1];
      if (bytes[place + 1] < 0 || next > end) {
        break;
      }
      place = next;
    }
    at = place;
  }

  /** Goes over the value of a field that is of no interest. */
  void skip(int tag) throws MalformedRequestException {
    switch (tag & 7) {
      case VARINT -> varint();
      case FIXED64 -> fixed64();
      case BYTES -> forward(length());
      case FIXED32 -> {
        if (end - at < Integer.BYTES) {
          throw cutOff();
        }
        at += Integer.BYTES;
      }
      default -> throw new MalformedRequestException("proto: illegal wireType " + (tag & 7));
    }
  }

  /** Objects to a field that comes with another type than the one it has. */
  static void require(int tag, int type, String field) throws MalformedRequestException {
    if ((tag & 7) != type) {
      throw wrongType(tag, field);
    }
  }

  static MalformedRequestException wrongType(int tag, String field) {
    return new MalformedRequestException(
        "proto: wrong wireType = " + (tag & 7) + " for field " + field);
  }

  private static MalformedRequestException cutOff() {
    return new MalformedRequestException("unexpected EOF");
  }
}
