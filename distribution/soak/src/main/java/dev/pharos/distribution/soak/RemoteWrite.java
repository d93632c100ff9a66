package dev.pharos.distribution.soak;

import dev.pharos.model.Labels;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Requests of remote write 1.0: protocol buffers in a block of snappy, which here holds literals
 * only.
 */
final class RemoteWrite {

  private static final int LITERAL = 1 << 16;

  private final byte[][] labels;
  private final Load load;
  private final int writer;

  /** Prepares the requests of a writer. */
  RemoteWrite(Load load, int writer) {
    this.load = load;
    this.writer = writer;
    this.labels = new byte[load.seriesEach()][];
    for (int series = 0; series < labels.length; series++) {
      labels[series] = labels(load.labels(writer, series));
    }
  }

  private static byte[] labels(Labels labels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < labels.size(); i++) {
      ByteArrayOutputStream pair = new ByteArrayOutputStream();
      field(pair, 1, labels.name(i).getBytes(StandardCharsets.UTF_8));
      field(pair, 2, labels.value(i).getBytes(StandardCharsets.UTF_8));
      field(out, 1, pair.toByteArray());
    }
    return out.toByteArray();
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

  /** The request with a sample of each series at a step. */
  byte[] request(long step) {
    ByteArrayOutputStream message = new ByteArrayOutputStream(labels.length * 160);
    ByteArrayOutputStream sample = new ByteArrayOutputStream();
    ByteArrayOutputStream series = new ByteArrayOutputStream();
    byte[] value = new byte[Double.BYTES];
    ByteBuffer valueBytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < labels.length; i++) {
      sample.reset();
      sample.write((1 << 3) | 1);
      valueBytes.putDouble(0, load.value(writer, i, step));
      sample.writeBytes(value);
      sample.write(2 << 3);
      varint(sample, load.millis(step));
      series.reset();
      series.writeBytes(labels[i]);
      field(series, 2, sample.toByteArray());
      field(message, 1, series.toByteArray());
    }
    return snappy(message.toByteArray());
  }

  /** A request with samples of one series. */
  static byte[] request(Labels labels, long[] millis, double[] values) {
    ByteArrayOutputStream series = new ByteArrayOutputStream();
    series.writeBytes(labels(labels));
    byte[] value = new byte[Double.BYTES];
    ByteBuffer valueBytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < millis.length; i++) {
      ByteArrayOutputStream sample = new ByteArrayOutputStream();
      sample.write((1 << 3) | 1);
      valueBytes.putDouble(0, values[i]);
      sample.writeBytes(value);
      sample.write(2 << 3);
      varint(sample, millis[i]);
      field(series, 2, sample.toByteArray());
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    field(message, 1, series.toByteArray());
    return snappy(message.toByteArray());
  }

  /** What sends a request. */
  static HttpRequest.Builder post(URI uri, byte[] request) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/x-protobuf")
        .header("Content-Encoding", "snappy")
        .header("X-Prometheus-Remote-Write-Version", "0.1.0")
        .timeout(Duration.ofSeconds(60))
        .POST(HttpRequest.BodyPublishers.ofByteArray(request));
  }

  private static byte[] snappy(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length + plain.length / 1000 + 16);
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
