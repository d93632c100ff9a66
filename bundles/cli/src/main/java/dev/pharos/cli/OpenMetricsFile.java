package dev.pharos.cli;

import dev.pharos.exposition.ExpositionException;
import dev.pharos.exposition.ExpositionFormat;
import dev.pharos.exposition.ExpositionReader;
import dev.pharos.exposition.ExpositionReader.Entry;
import dev.pharos.model.Labels;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file of samples in OpenMetrics text, of any size: it is read in slices that end with a line.
 */
final class OpenMetricsFile {

  /** Takes samples. */
  interface Visitor {

    /**
     * Takes a sample.
     *
     * @param series builds its labels, which costs more than the rest
     */
    void sample(Series series, long timestampMillis, double value) throws IOException;
  }

  /** The labels of the current sample. */
  interface Series {
    Labels labels() throws ExpositionException;
  }

  private static final byte[] EOF = "# EOF\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SLICE = 4 << 20;
  private static final int MAX_LINE = 1 << 30;

  private final Path file;

  OpenMetricsFile(Path file) {
    this.file = file;
  }

  /**
   * Reads all samples.
   *
   * @throws IOException if the file cannot be read or is no OpenMetrics text; the message tells the
   *     line
   */
  void read(Visitor visitor) throws IOException {
    requireEnd();
    ExpositionReader reader = ExpositionReader.of(ExpositionFormat.OPENMETRICS);
    byte[] buffer = new byte[SLICE + EOF.length];
    int filled = 0;
    long line = 1;
    try (InputStream in = Files.newInputStream(file)) {
      boolean more = true;
      while (more) {
        int count = in.read(buffer, filled, buffer.length - EOF.length - filled);
        more = count >= 0;
        filled += Math.max(0, count);
        if (more && filled < buffer.length - EOF.length) {
          continue;
        }
        int end = more ? lastLineEnd(buffer, filled) : filled;
        if (more && end == 0) {
          if (buffer.length >= MAX_LINE) {
            throw new IOException(file + ":" + line + ": a line of more than 1 GiB");
          }
          buffer = Arrays.copyOf(buffer, 2 * buffer.length);
          continue;
        }
        byte[] kept = Arrays.copyOfRange(buffer, end, filled);
        int length = more ? withEnd(buffer, end) : end;
        reader.reset(buffer, 0, length);
        readSlice(reader, visitor, line);
        line += lines(buffer, end);
        System.arraycopy(kept, 0, buffer, 0, kept.length);
        filled = kept.length;
      }
    }
  }

  private void readSlice(ExpositionReader reader, Visitor visitor, long line) throws IOException {
    try {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        if (entry == Entry.SERIES) {
          if (!reader.hasTimestamp()) {
            throw new IOException(
                place(reader, line)
                    + ": expected a timestamp for series "
                    + reader.labels()
                    + "; write seconds since 1970 after the value");
          }
          visitor.sample(reader::labels, reader.timestampMillis(), reader.value());
        }
      }
    } catch (ExpositionException e) {
      throw new IOException(place(reader, line) + ": " + e.getMessage(), e);
    }
  }

  private String place(ExpositionReader reader, long line) {
    return file + ":" + (line + reader.line() - 1);
  }

  private static int withEnd(byte[] buffer, int end) {
    System.arraycopy(EOF, 0, buffer, end, EOF.length);
    return end + EOF.length;
  }

  private static int lastLineEnd(byte[] buffer, int filled) {
    int end = filled;
    while (end > 0 && buffer[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static long lines(byte[] buffer, int end) {
    long lines = 0;
    for (int i = 0; i < end; i++) {
      lines += buffer[i] == '\n' ? 1 : 0;
    }
    return lines;
  }

  private void requireEnd() throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(EOF.length, in.length())];
      in.seek(in.length() - tail.length);
      in.readFully(tail);
      if (!new String(tail, StandardCharsets.US_ASCII).strip().endsWith("# EOF")) {
        throw new IOException(
            file + ": the last line is not '# EOF', so the text may have been cut short");
      }
    }
  }
}
