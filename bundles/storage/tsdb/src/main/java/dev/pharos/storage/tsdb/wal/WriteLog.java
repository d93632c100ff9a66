package dev.pharos.storage.tsdb.wal;

import dev.pharos.storage.api.SampleLog.Position;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The end of a log to which records are added.
 *
 * <p>{@link #append} writes all of its records or none: what a failed write left behind is cut off
 * again before the next one, so a full disk costs the batches that came while it was full and
 * nothing else. Written bytes are handed to the operating system and outlive the process; they are
 * forced to the disk when a segment is full and when the log is closed.
 *
 * <p>Each opening starts a segment of its own. Files are written through {@link RandomAccessFile},
 * since an interrupted thread would close a channel for everybody. Not safe for use by several
 * threads, but for the figures about itself.
 */
public final class WriteLog implements Closeable {

  /** Bytes of a segment, unless one batch needs more. */
  public static final int SEGMENT_BYTES = 128 * 1024 * 1024;

  private static final System.Logger LOG = System.getLogger(WriteLog.class.getName());
  private static final int FLUSH_BYTES = 1 << 20;

  /** Opens the file of a new segment for writing. */
  @FunctionalInterface
  public interface FileOpening {

    /** As it should be. */
    FileOpening PLAIN = file -> new RandomAccessFile(file.toFile(), "rw");

    RandomAccessFile open(Path file) throws IOException;
  }

  private final Path dir;
  private final long segmentBytes;
  private final FileOpening opening;
  private final RecordCompressor compressor;
  private final CRC32C checksum = new CRC32C();
  private final LogFigures figures;
  private byte[] framed = new byte[2 * Segments.PAGE];
  private int framedLength;
  private long framedTotal;
  private RandomAccessFile file;
  private long offset;
  private boolean tornTail;
  private @Nullable Thread syncing;
  private volatile Position end;

  private WriteLog(
      Path dir,
      int segment,
      long segmentBytes,
      LogCompression compression,
      FileOpening opening,
      LogFigures figures)
      throws IOException {
    this.dir = dir;
    this.figures = figures;
    this.segmentBytes = segmentBytes;
    this.compressor = new RecordCompressor(compression);
    this.opening = opening;
    this.file = create(segment);
    this.end = new Position(segment, 0);
    figures.segment(segment);
  }

  /**
   * Starts a new segment in a folder.
   *
   * @param segment its number; greater than that of any other there
   */
  public static WriteLog open(Path dir, int segment, long segmentBytes, LogCompression compression)
      throws IOException {
    return open(dir, segment, segmentBytes, compression, FileOpening.PLAIN);
  }

  /** The same with files of another kind: for tests, which let them fail. */
  public static WriteLog open(
      Path dir, int segment, long segmentBytes, LogCompression compression, FileOpening opening)
      throws IOException {
    return open(dir, segment, segmentBytes, compression, opening, new LogFigures());
  }

  /** The same, counting on figures that others look at. */
  public static WriteLog open(
      Path dir,
      int segment,
      long segmentBytes,
      LogCompression compression,
      FileOpening opening,
      LogFigures figures)
      throws IOException {
    return new WriteLog(dir, segment, segmentBytes, compression, opening, figures);
  }

  private RandomAccessFile create(int segment) throws IOException {
    return opening.open(Files.createFile(Segments.file(dir, segment)));
  }

  /** Where the next record will stand. Safe for use by several threads. */
  public Position end() {
    return end;
  }

  /**
   * Adds records.
   *
   * @return where they begin
   * @throws IOException if they could not be written; then none of them is in the log
   */
  public Position append(RecordBuffer... records) throws IOException {
    try {
      cutTornTail();
      if (offset > 0 && offset + framedSize(records) > segmentBytes) {
        cut();
      }
      Position start = end;
      write(records);
      figures.fullPages.add((offset + framedTotal) / Segments.PAGE - offset / Segments.PAGE);
      offset += framedTotal;
      end = new Position(start.segment(), offset);
      return start;
    } catch (IOException e) {
      figures.failures.increment();
      throw e;
    }
  }

  /** At most so many bytes do the records take with their headers and the padding of pages. */
  private static long framedSize(RecordBuffer... buffers) {
    long data = 0;
    long records = 0;
    for (RecordBuffer buffer : buffers) {
      data += buffer.length();
      records += buffer.records();
    }
    long pages = data / (Segments.PAGE - Segments.HEADER) + records + 1;
    return data + (records + 2 * pages) * Segments.HEADER;
  }

  private void write(RecordBuffer... buffers) throws IOException {
    framedLength = 0;
    framedTotal = 0;
    tornTail = true;
    for (RecordBuffer buffer : buffers) {
      for (int i = 0; i < buffer.records(); i++) {
        frame(buffer.bytes(), buffer.start(i), buffer.end(i) - buffer.start(i));
      }
    }
    flush();
    tornTail = false;
  }

  private void frame(byte[] bytes, int start, int length) throws IOException {
    int compressed = compressor.compress(bytes, start, length);
    if (compressed > 0) {
      figures.savedBytes.add(length - compressed);
      frame(compressor.compression().bit(), compressor.compressed(), 0, compressed);
    } else {
      frame(LogCompression.NONE.bit(), bytes, start, start + length);
    }
  }

  private void frame(int compression, byte[] bytes, int start, int end) throws IOException {
    int from = start;
    boolean first = true;
    do {
      int free = Segments.PAGE - (int) ((offset + framedTotal) % Segments.PAGE);
      if (free < Segments.HEADER) {
        pad(free);
        free = Segments.PAGE;
      }
      int part = Math.min(end - from, free - Segments.HEADER);
      boolean last = from + part == end;
      fragment(compression | place(first, last), bytes, from, part);
      if (free - Segments.HEADER - part < Segments.HEADER) {
        pad(free - Segments.HEADER - part);
      }
      from += part;
      first = false;
    } while (from < end);
  }

  private static int place(boolean first, boolean last) {
    if (first) {
      return last ? Segments.WHOLE : Segments.FIRST;
    }
    return last ? Segments.LAST : Segments.MIDDLE;
  }

  private void fragment(int header, byte[] bytes, int from, int length) throws IOException {
    figures.parts.increment();
    figures.partBytes.add(Segments.HEADER + length);
    reserve(Segments.HEADER + length);
    checksum.reset();
    checksum.update(bytes, from, length);
    int crc = (int) checksum.getValue();
    framed[framedLength] = (byte) header;
    framed[framedLength + 1] = (byte) (length >>> 8);
    framed[framedLength + 2] = (byte) length;
    framed[framedLength + 3] = (byte) (crc >>> 24);
    framed[framedLength + 4] = (byte) (crc >>> 16);
    framed[framedLength + 5] = (byte) (crc >>> 8);
    framed[framedLength + 6] = (byte) crc;
    System.arraycopy(bytes, from, framed, framedLength + Segments.HEADER, length);
    framedLength += Segments.HEADER + length;
    framedTotal += Segments.HEADER + length;
  }

  private void pad(int length) throws IOException {
    reserve(length);
    Arrays.fill(framed, framedLength, framedLength + length, (byte) 0);
    framedLength += length;
    framedTotal += length;
  }

  private void reserve(int more) throws IOException {
    if (framedLength + more > FLUSH_BYTES) {
      flush();
    }
    if (framedLength + more > framed.length) {
      framed = Arrays.copyOf(framed, Math.max(framedLength + more, 2 * framed.length));
    }
  }

  private void flush() throws IOException {
    file.write(framed, 0, framedLength);
    figures.flushes.increment();
    framedLength = 0;
  }

  private void cutTornTail() throws IOException {
    if (tornTail) {
      file.setLength(offset);
      file.seek(offset);
      tornTail = false;
    }
  }

  /** Goes on in a new segment; the one before is forced to the disk meanwhile. */
  public void cut() throws IOException {
    cutTornTail();
    int next = end.segment() + 1;
    RandomAccessFile full = file;
    RandomAccessFile empty = create(next);
    try {
      padPage();
    } catch (IOException e) {
      // Readers take the end of a segment for zeros; full pages are only tidier.
      LOG.log(Level.DEBUG, "The last page of " + Segments.file(dir, next - 1) + " stays short", e);
    }
    file = empty;
    tornTail = false;
    offset = 0;
    end = new Position(next, 0);
    figures.segment(next);
    awaitSync();
    syncing = Thread.ofVirtual().name("wal-sync").start(() -> sync(full, next - 1));
  }

  private void padPage() throws IOException {
    int used = (int) (offset % Segments.PAGE);
    if (used > 0) {
      file.write(new byte[Segments.PAGE - used]);
    }
  }

  private void sync(RandomAccessFile full, int segment) {
    try (full) {
      force(full);
    } catch (IOException e) {
      LOG.log(
          Level.ERROR,
          "Segment "
              + Segments.file(dir, segment)
              + " could not be forced to the disk; a power cut now would lose its samples",
          e);
    }
  }

  private void force(RandomAccessFile segment) throws IOException {
    long begun = System.nanoTime();
    segment.getFD().sync();
    figures.syncs.add(System.nanoTime() - begun);
  }

  private void awaitSync() {
    Thread thread = syncing;
    if (thread != null) {
      boolean interrupted = false;
      while (true) {
        try {
          thread.join();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Forces everything to the disk and ends. */
  @Override
  public void close() throws IOException {
    awaitSync();
    try (RandomAccessFile last = file) {
      cutTornTail();
      padPage();
      force(last);
    }
  }
}
