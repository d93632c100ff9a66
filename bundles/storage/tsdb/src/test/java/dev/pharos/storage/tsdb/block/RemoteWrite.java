package dev.pharos.storage.tsdb.block;

import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Counts;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.Span;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/** Writes histograms as messages of the remote write protocol, version 1, unpacked. */
final class RemoteWrite {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A request in snappy's block format, all of it literal. */
  static byte[] request(SortedMap<Labels, SortedMap<Long, NativeHistogram>> series) {
    RemoteWrite request = new RemoteWrite();
    series.forEach((labels, samples) -> request.message(1, series(labels, samples)));
    byte[] plain = request.out.toByteArray();
    RemoteWrite packed = new RemoteWrite();
    packed.varint(plain.length);
    for (int at = 0; at < plain.length; ) {
      int length = Math.min(1 << 16, plain.length - at);
      packed.out.write(61 << 2);
      packed.out.write(length - 1);
      packed.out.write((length - 1) >> 8);
      packed.out.write(plain, at, length);
      at += length;
    }
    return packed.out.toByteArray();
  }

  private static RemoteWrite series(Labels labels, SortedMap<Long, NativeHistogram> samples) {
    RemoteWrite series = new RemoteWrite();
    for (int i = 0; i < labels.size(); i++) {
      RemoteWrite label = new RemoteWrite();
      label.text(1, labels.name(i));
      label.text(2, labels.value(i));
      series.message(1, label);
    }
    samples.forEach((millis, sample) -> series.message(4, histogram(millis, sample)));
    return series;
  }

  private static RemoteWrite histogram(long millis, NativeHistogram histogram) {
    RemoteWrite to = new RemoteWrite();
    switch (histogram) {
      case Counts of -> {
        to.number(1, of.count());
        to.number(6, of.zeroCount());
        to.differences(9, of.negativeCounts());
        to.differences(12, of.positiveCounts());
      }
      case FloatCounts of -> {
        to.real(2, of.count());
        to.real(7, of.zeroCount());
        to.reals(10, of.negativeCounts());
        to.reals(13, of.positiveCounts());
      }
    }
    to.real(3, histogram.sum());
    to.number(4, zigzag(histogram.schema()));
    to.real(5, histogram.zeroThreshold());
    to.spans(8, histogram.negativeSpans());
    to.spans(11, histogram.positiveSpans());
    to.number(
        14,
        switch (histogram.resetHint()) {
          case UNKNOWN -> 0;
          case RESET -> 1;
          case NO_RESET -> 2;
          case GAUGE -> 3;
        });
    to.number(15, millis);
    return to;
  }

  private void spans(int field, Span[] spans) {
    for (Span span : spans) {
      RemoteWrite message = new RemoteWrite();
      message.number(1, zigzag(span.offset()));
      message.number(2, span.length());
      message(field, message);
    }
  }

  private void differences(int field, long[] counts) {
    RemoteWrite packed = new RemoteWrite();
    long before = 0;
    for (long count : counts) {
      packed.varint(zigzag(count - before));
      before = count;
    }
    message(field, packed);
  }

  private void reals(int field, double[] values) {
    RemoteWrite packed = new RemoteWrite();
    for (double value : values) {
      packed.real(value);
    }
    message(field, packed);
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private void text(int field, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    varint(field << 3 | 2);
    varint(bytes.length);
    out.writeBytes(bytes);
  }

  private void message(int field, RemoteWrite message) {
    varint(field << 3 | 2);
    varint(message.out.size());
    out.writeBytes(message.out.toByteArray());
  }

  private void number(int field, long value) {
    varint(field << 3);
    varint(value);
  }

  private void real(int field, double value) {
    varint(field << 3 | 1);
    real(value);
  }

  private void real(double value) {
    out.writeBytes(
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(Double.doubleToRawLongBits(value))
            .array());
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
