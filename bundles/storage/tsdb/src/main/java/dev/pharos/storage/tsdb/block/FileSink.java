package dev.pharos.storage.tsdb.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A new file that is written from its start to its end, through a buffer, with checksums of parts.
 * Numbers are big-endian.
 *
 * <p>Not safe for use by several threads.
 */
final class FileSink implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 18;

  private final Path path;
  private final FileChannel channel;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final CRC32C crc = new CRC32C();
  private int used;

  /** Up to where in the buffer the checksum has counted. */
  private int counted;

  private long flushed;

  FileSink(Path path) throws IOException {
    this.path = path;
    this.channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
  }

  Path path() {
    return path;
  }

  /** Bytes written so far. */
  long position() {
    return flushed + used;
  }

  void writeByte(int value) throws IOException {
    room(1);
    buffer[used] = (byte) value;
    used++;
  }

  void writeInt(int value) throws IOException {
    room(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      buffer[used] = (byte) (value >>> shift);
      used++;
    }
  }

  void writeLong(long value) throws IOException {
    writeInt((int) (value >>> 32));
    writeInt((int) value);
  }

  void writeUvarint(long value) throws IOException {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[used] = (byte) (rest | 0x80);
      used++;
      rest >>>= 7;
    }
    buffer[used] = (byte) rest;
    used++;
  }

  void writeVarint(long value) throws IOException {
    writeUvarint((value << 1) ^ (value >> 63));
  }

  /** Length and UTF-8 of a text. */
  void writeText(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeUvarint(bytes.length);
    write(bytes, 0, bytes.length);
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      room(1);
      int step = Math.min(length - done, buffer.length - used);
      System.arraycopy(bytes, offset + done, buffer, used, step);
      used += step;
      done += step;
    }
  }

  /** Writes zeros up to a multiple of some bytes. */
  void align(int bytes) throws IOException {
    while (position() % bytes != 0) {
      writeByte(0);
    }
  }

  /** Bytes from here on count for the next checksum. */
  void startChecksum() {
    crc.reset();
    counted = used;
  }

  /** Writes the checksum of the bytes since {@link #startChecksum}. */
  void writeChecksum() throws IOException {
    crc.update(buffer, counted, used - counted);
    int value = (int) crc.getValue();
    counted = used;
    writeInt(value);
  }

  /** Writes a number over bytes written earlier. */
  void overwriteInt(long position, int value) throws IOException {
    flush();
    ByteBuffer bytes = ByteBuffer.allocate(4).putInt(value).flip();
    while (bytes.hasRemaining()) {
      channel.write(bytes, position + bytes.position());
    }
  }

  /** Appends all of another file. */
  void append(Path other) throws IOException {
    flush();
    try (FileChannel from = FileChannel.open(other, StandardOpenOption.READ)) {
      long size = from.size();
      for (long done = 0; done < size; ) {
        done += from.transferTo(done, size - done, channel);
      }
      flushed += size;
    }
  }

  private void room(int bytes) throws IOException {
    if (buffer.length - used < bytes) {
      flush();
    }
  }

  void flush() throws IOException {
    crc.update(buffer, counted, used - counted);
    counted = 0;
    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, used);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    flushed += used;
    used = 0;
  }

  /** Waits until all is on the disk. */
  void sync() throws IOException {
    flush();
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
