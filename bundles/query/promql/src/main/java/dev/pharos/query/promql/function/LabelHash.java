package dev.pharos.query.promql.function;

import dev.pharos.model.Labels;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The number by which {@code limit_ratio} picks series: the original's hash of their labels, so
 * that the same series are picked.
 *
 * <p>It is XXH64 of names and values in turn, each after its length in bytes: one byte, or from 255
 * on the byte 255 and three more, the lowest first.
 */
public final class LabelHash {

  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private LabelHash() {}

  /** The hash of labels. */
  public static long of(Labels labels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < labels.size(); i++) {
      write(labels.name(i), bytes);
      write(labels.value(i), bytes);
    }
    return xxh64(bytes.toByteArray());
  }

  private static void write(String text, ByteArrayOutputStream out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < 255) {
      out.write(bytes.length);
    } else {
      out.write(255);
      out.write(bytes.length);
      out.write(bytes.length >> 8);
      out.write(bytes.length >> 16);
    }
    out.writeBytes(bytes);
  }

  static long xxh64(byte[] data) {
    int at = 0;
    long hash = P5;
    if (data.length >= 32) {
      long a = 0x60EA27EEADC0B5D6L;
      long b = P2;
      long c = 0;
      long d = 0x61C8864E7A143579L;
      for (; at + 32 <= data.length; at += 32) {
        a = round(a, (long) LONG.get(data, at));
        b = round(b, (long) LONG.get(data, at + 8));
        c = round(c, (long) LONG.get(data, at + 16));
        d = round(d, (long) LONG.get(data, at + 24));
      }
      hash =
          Long.rotateLeft(a, 1)
              + Long.rotateLeft(b, 7)
              + Long.rotateLeft(c, 12)
              + Long.rotateLeft(d, 18);
      hash = merged(merged(merged(merged(hash, a), b), c), d);
    }
    hash += data.length;
    for (; at + 8 <= data.length; at += 8) {
      hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(data, at)), 27) * P1 + P4;
    }
    if (at + 4 <= data.length) {
      hash =
          Long.rotateLeft(hash ^ (Integer.toUnsignedLong((int) INT.get(data, at)) * P1), 23) * P2
              + P3;
      at += 4;
    }
    for (; at < data.length; at++) {
      hash = Long.rotateLeft(hash ^ ((data[at] & 0xffL) * P5), 11) * P1;
    }
    hash = (hash ^ (hash >>> 33)) * P2;
    hash = (hash ^ (hash >>> 29)) * P3;
    return hash ^ (hash >>> 32);
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * P2, 31) * P1;
  }

  private static long merged(long hash, long lane) {
    return (hash ^ round(0, lane)) * P1 + P4;
  }
}
