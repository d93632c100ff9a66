package dev.pharos.storage.tsdb.block;

import java.nio.charset.StandardCharsets;

/**
 * Reads numbers and texts one after the other from a part of a file, and never beyond it.
 *
 * <p>Not safe for use by several threads.
 */
final class Section {

  private final MappedFile file;
  private final String what;
  private final long start;
  private final long end;
  private long at;

  /** Bytes of a file that are known to be inside it. */
  Section(MappedFile file, long start, long end, String what) {
    this.file = file;
    this.what = what;
    this.start = start;
    this.end = end;
    this.at = start;
  }

  /** The part at an offset that begins with its length and ends with a checksum, which is right. */
  static Section checked(MappedFile file, long offset, String what) throws DamagedBlockException {
    file.require(offset, 8, what);
    long length = file.unsignedIntAt(offset);
    file.require(offset, length + 8, what);
    file.requireChecksum(offset + 4, length, what);
    return new Section(file, offset + 4, offset + 4 + length, what);
  }

  long start() {
    return start;
  }

  long end() {
    return end;
  }

  long position() {
    return at;
  }

  void position(long position) {
    at = position;
  }

  long remaining() {
    return end - at;
  }

  int readByte() throws DamagedBlockException {
    need(1);
    int value = file.at(at) & 0xff;
    at++;
    return value;
  }

  long readUnsignedInt() throws DamagedBlockException {
    need(4);
    long value = file.unsignedIntAt(at);
    at += 4;
    return value;
  }

  long readUvarint() throws DamagedBlockException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int group = readByte();
      value |= (group & 0x7fL) << shift;
      if (group < 0x80) {
        return value;
      }
    }
    throw file.damaged(at, "a number longer than ten bytes in the " + what, "at most ten");
  }

  /** The length of a text; all of it is there. */
  int readLength() throws DamagedBlockException {
    long length = readUvarint();
    if (length < 0 || length > remaining() || length > Integer.MAX_VALUE - 16) {
      throw file.damaged(
          at, "a text of " + length + " bytes in the " + what, "at most " + remaining());
    }
    return (int) length;
  }

  void skip(int bytes) {
    at += bytes;
  }

  String readText() throws DamagedBlockException {
    byte[] text = new byte[readLength()];
    file.copy(at, text, 0, text.length);
    at += text.length;
    return new String(text, StandardCharsets.UTF_8);
  }

  private void need(int bytes) throws DamagedBlockException {
    if (end - at < bytes) {
      throw file.damaged(at, "the end of the " + what, bytes + " more bytes");
    }
  }

  DamagedBlockException damaged(String found, String expected) {
    return file.damaged(at, found, expected);
  }
}
