package dev.pharos.storage.testkit;

import dev.pharos.model.Labels;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A request of remote write 1.0 with values, for servers that are to be filled: protocol buffers in
 * a block of snappy, which here holds literals only.
 *
 * <p>Not safe for use by several threads.
 */
public final class WriteRequest {

  private static final int LITERAL = 1 << 16;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final ByteArrayOutputStream series = new ByteArrayOutputStream();
  private final ByteArrayOutputStream sample = new ByteArrayOutputStream();
  private final byte[] value = new byte[Double.BYTES];
  private final ByteBuffer valueBytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);

  /**
   * Labels as requests have them, for those who write the same series again and again; see {@link
   * #series(byte[])}.
   */
  public static byte[] encoded(Labels labels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < labels.size(); i++) {
      ByteArrayOutputStream pair = new ByteArrayOutputStream();
      field(pair, 1, labels.name(i).getBytes(StandardCharsets.UTF_8));
      field(pair, 2, labels.value(i).getBytes(StandardCharsets.UTF_8));
      field(out, 1, pair.toByteArray());
    }
    return out.toByteArray();
  }

  /** Begins a series, whose samples follow. */
  public WriteRequest series(Labels labels) {
    return series(encoded(labels));
  }

  /** Begins a series whose labels have been encoded. */
  public WriteRequest series(byte[] labels) {
    end();
    series.writeBytes(labels);
    return this;
  }

  /** Adds a sample to the series that was begun last. */
  public WriteRequest sample(long millis, double number) {
    sample.reset();
    sample.write((1 << 3) | 1);
    valueBytes.putDouble(0, number);
    sample.writeBytes(value);
    sample.write(2 << 3);
    varint(sample, millis);
    field(series, 2, sample.toByteArray());
    return this;
  }

  private void end() {
    if (series.size() > 0) {
      field(message, 1, series.toByteArray());
      series.reset();
    }
  }

  /** The body of the request; nothing can be added to it then. */
  public byte[] body() {
    end();
    return snappy(message.toByteArray());
  }

  /** What sends a body. */
  public static HttpRequest.Builder post(URI uri, byte[] body) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/x-protobuf")
        .header("Content-Encoding", "snappy")
        .header("X-Prometheus-Remote-Write-Version", "0.1.0")
        .timeout(PATIENCE)
        .POST(BodyPublishers.ofByteArray(body));
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] content) {
    out.write((number << 3) | 2);
    varint(out, content.length);
    out.writeBytes(content);
  }

  private static void varint(ByteArrayOutputStream out, long number) {
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** A block of snappy with {@code plain} in it as it is. */
  public static byte[] snappy(byte[] plain) {
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
