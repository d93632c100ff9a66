package dev.pharos.storage.tsdb.interop;

import dev.pharos.model.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;

/** Requests of remote write 1.0 with values of one series: snappy that holds literals only. */
final class WriteRequest {

  private static final int LITERAL = 1 << 16;

  private WriteRequest() {}

  static byte[] of(Labels labels, NavigableMap<Long, Double> samples) {
    ByteArrayOutputStream series = new ByteArrayOutputStream();
    for (int i = 0; i < labels.size(); i++) {
      ByteArrayOutputStream pair = new ByteArrayOutputStream();
      field(pair, 1, labels.name(i).getBytes(StandardCharsets.UTF_8));
      field(pair, 2, labels.value(i).getBytes(StandardCharsets.UTF_8));
      field(series, 1, pair.toByteArray());
    }
    samples.forEach(
        (millis, value) -> {
          ByteArrayOutputStream sample = new ByteArrayOutputStream();
          sample.write((1 << 3) | 1);
          sample.writeBytes(
              ByteBuffer.allocate(Double.BYTES)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .putDouble(value)
                  .array());
          sample.write(2 << 3);
          varint(sample, millis);
          field(series, 2, sample.toByteArray());
        });
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    field(message, 1, series.toByteArray());
    return snappy(message.toByteArray());
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] content) {
    out.write((number << 3) | 2);
    varint(out, content.length);
    out.writeBytes(content);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static byte[] snappy(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint(out, plain.length);
    for (int at = 0; at < plain.length; at += LITERAL) {
      int length = Math.min(LITERAL, plain.length - at);
      out.write(61 << 2);
      out.write((length - 1) & 0xff);
      out.write((length - 1) >> 8);
      out.write(plain, at, length);
    }
    return out.toByteArray();
  }
}
