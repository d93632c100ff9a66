package dev.pharos.exposition;

import dev.pharos.model.GoFloatWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Writes metrics as text to a stream, through a buffer of its own.
 *
 * <p>{@link #end} is called once after the last family. Not safe for use by several threads.
 */
public abstract sealed class ExpositionWriter implements MetricWriter
    permits TextWriter, OpenMetricsWriter {

  private static final int FLUSH_AT = 16 * 1024;

  private final OutputStream out;
  private final NameEscaping escaping;
  private byte[] buffer = new byte[FLUSH_AT + 1024];
  private int length;

  private final GoFloatWriter floats = new GoFloatWriter();

  /** The family as its samples begin, plain or escaped. */
  private String name = "";

  private boolean plainName;
  private MetricType type = MetricType.UNKNOWN;

  ExpositionWriter(OutputStream out, NameEscaping escaping) {
    this.out = out;
    this.escaping = escaping;
  }

  /** Makes a writer of the format and manner agreed on. */
  public static ExpositionWriter of(Negotiation agreed, OutputStream out) {
    return switch (agreed.format()) {
      case TEXT -> new TextWriter(out, agreed.escaping());
      case OPENMETRICS -> new OpenMetricsWriter(out, agreed.escaping());
    };
  }

  /** Makes a writer of the format that writes names as they are. */
  public static ExpositionWriter of(ExpositionFormat format, OutputStream out) {
    return of(new Negotiation(format, "", NameEscaping.ALLOW_UTF_8), out);
  }

  /** Writes what ends the text, and {@linkplain #flush flushes}. */
  public void end() throws IOException {
    flush();
  }

  /** Hands what has been written to the stream; does not flush that. */
  public void flush() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }

  final void begin(String family, MetricType familyType) {
    name = escaping.escape(family);
    plainName = NameBytes.isPlainMetricName(name);
    type = familyType;
  }

  final MetricType type() {
    return type;
  }

  final void metadata(String keyword) {
    ascii(keyword);
    if (plainName) {
      ascii(name);
    } else {
      quoted(name, true);
    }
    put(' ');
  }

  /** Writes name and labels of a sample. */
  final void series(String suffix, Labels labels) {
    if (plainName) {
      ascii(name);
      ascii(suffix);
      if (labels.isEmpty()) {
        return;
      }
      put('{');
      labels(labels);
    } else {
      put('{');
      quoted(name + suffix, true);
      if (!labels.isEmpty()) {
        put(',');
        labels(labels);
      }
    }
    put('}');
  }

  final void labels(Labels labels) {
    for (int i = 0; i < labels.size(); i++) {
      if (i > 0) {
        put(',');
      }
      String label = escaping.escape(labels.name(i));
      if (NameBytes.isPlainLabelName(label)) {
        ascii(label);
      } else {
        quoted(label, true);
      }
      put('=');
      quoted(labelValue(labels.name(i), labels.value(i)), true);
    }
  }

  /** The label's value as this format has it. */
  String labelValue(String label, String value) {
    return value;
  }

  final void quoted(String text, boolean escapedQuotes) {
    put('"');
    escaped(text, escapedQuotes);
    put('"');
  }

  /** Writes text with backslashes and line feeds escaped, and quotes if so wanted. */
  final void escaped(String text, boolean quotesToo) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || c == '\n' || (c == '"' && quotesToo)) {
        put('\\');
        put(c == '\n' ? 'n' : c);
      } else if (c < 128) {
        put(c);
      } else {
        i += codePoint(text.codePointAt(i)) - 1;
      }
    }
  }

  /** Writes a character as UTF-8; tells how many {@code char}s it took. */
  private int codePoint(int c) {
    if (c < 0x800) {
      put(0xc0 | (c >> 6));
    } else {
      if (Character.isSurrogate((char) c) && c < 0x10000) {
        // Half a pair has no bytes; nothing else is as clear as the sign for it.
        return codePoint(0xfffd);
      }
      if (c < 0x10000) {
        put(0xe0 | (c >> 12));
      } else {
        put(0xf0 | (c >> 18));
        trailing(c >> 12);
      }
      trailing(c >> 6);
    }
    trailing(c);
    return Character.charCount(c);
  }

  private void trailing(int bits) {
    put(0x80 | (bits & 0x3f));
  }

  final void ascii(String text) {
    ensure(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer[length++] = (byte) text.charAt(i);
    }
  }

  final void put(int b) {
    ensure(1);
    buffer[length++] = (byte) b;
  }

  /** Writes a whole number. */
  final void integer(long number) {
    if (number < 0) {
      ascii(Long.toString(number));
      return;
    }
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    ensure(digits);
    long rest = number;
    for (int i = length + digits - 1; i >= length; i--) {
      buffer[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  /**
   * Writes a number as Go's general format has it.
   *
   * @param dotted whether a whole number gets {@code .0}
   */
  final void number(double number, boolean dotted) {
    if (number == (long) number && Math.abs(number) < 1e6 && (number != 0 || 1 / number > 0)) {
      integer((long) number);
      if (dotted) {
        ascii(".0");
      }
      return;
    }
    ensure(GoFloatWriter.MOST_BYTES);
    length = floats.general(number, buffer, length);
    if (dotted && number == 0) {
      ascii(".0");
    }
  }

  /** Ends a line; the place where the buffer may be handed on. */
  final void endLine() throws IOException {
    put('\n');
    if (length >= FLUSH_AT) {
      flush();
    }
  }

  private void ensure(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(length + more, 2 * buffer.length));
    }
  }
}
