package dev.pharos.web.prometheus.remote;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Writes protobuf messages and requests by hand, the wrong ones too. */
final class WriteRequests {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static WriteRequests message() {
    return new WriteRequests();
  }

  WriteRequests varint(int field, long value) {
    raw(((long) field << 3) | WireReader.VARINT);
    return raw(value);
  }

  WriteRequests zigzag(int field, long value) {
    return varint(field, (value << 1) ^ (value >> 63));
  }

  WriteRequests float64(int field, double value) {
    raw(((long) field << 3) | WireReader.FIXED64);
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
    return this;
  }

  WriteRequests text(int field, String text) {
    return bytes(field, text.getBytes(StandardCharsets.UTF_8));
  }

  WriteRequests bytes(int field, byte[] bytes) {
    raw(((long) field << 3) | WireReader.BYTES);
    raw(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  WriteRequests message(int field, Consumer<WriteRequests> content) {
    WriteRequests inner = new WriteRequests();
    content.accept(inner);
    return bytes(field, inner.toBytes());
  }

  WriteRequests packedZigzag(int field, long... values) {
    WriteRequests inner = new WriteRequests();
    for (long value : values) {
      inner.raw((value << 1) ^ (value >> 63));
    }
    return bytes(field, inner.toBytes());
  }

  WriteRequests packedFloats(int field, double... values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      buffer.putDouble(value);
    }
    return bytes(field, buffer.array());
  }

  /** A varint without a tag. */
  WriteRequests raw(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  // The messages of remote write

  /** A series with its labels; {@code content} adds samples and the like. */
  WriteRequests series(Consumer<WriteRequests> content, String... namesAndValues) {
    return message(
        1,
        series -> {
          series.labels(namesAndValues);
          content.accept(series);
        });
  }

  WriteRequests labels(String... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = namesAndValues[i];
      String value = namesAndValues[i + 1];
      message(1, label -> label.text(1, name).text(2, value));
    }
    return this;
  }

  WriteRequests sample(long timestampMillis, double value) {
    return message(2, sample -> sample.float64(1, value).varint(2, timestampMillis));
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  /** Packed as it is sent. */
  byte[] toBody() {
    return pack(toBytes());
  }

  static byte[] pack(byte[] bytes) {
    SnappyJavaCompressor compressor = new SnappyJavaCompressor();
    byte[] packed = new byte[compressor.maxCompressedLength(bytes.length)];
    return Arrays.copyOf(
        packed, compressor.compress(bytes, 0, bytes.length, packed, 0, packed.length));
  }
}
