package dev.pharos.storage.tsdb.block;

import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.ChunkDecoder;
import dev.pharos.storage.tsdb.chunk.Encoding;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The files that hold a block's chunks: {@code chunks/000001} and so on; see {@code
 * docs/formats/chunks.md}.
 *
 * <p>A chunk's place is the number of its file, from 0, in the upper half, and the byte where it
 * begins in the lower. Safe for use by several threads.
 */
final class ChunkSegments {

  static final String FOLDER = "chunks";
  static final int MAGIC = 0x85BD40DD;
  static final int HEADER_BYTES = 8;
  static final byte VERSION = 1;

  /** Encoding before and checksum behind a chunk's data. */
  private static final int AROUND_BYTES = 1 + 4;

  private static final int LONGEST_LENGTH = 5;

  private final Path folder;
  private final List<MappedFile> files;

  private ChunkSegments(Path folder, List<MappedFile> files) {
    this.folder = folder;
    this.files = files;
  }

  static ChunkSegments open(Path block, Arena arena) throws IOException {
    List<MappedFile> files = new ArrayList<>();
    for (Path path : list(block)) {
      MappedFile file = MappedFile.map(path, arena);
      if (file.size() < HEADER_BYTES) {
        throw file.damaged(0, file.size() + " bytes", "at least " + HEADER_BYTES);
      }
      if (file.intAt(0) != MAGIC) {
        throw file.damaged(0, MappedFile.hex(file.intAt(0)), MappedFile.hex(MAGIC));
      }
      if (file.at(4) != VERSION) {
        throw file.damaged(4, "version " + file.at(4), "version " + VERSION);
      }
      files.add(file);
    }
    return new ChunkSegments(block.resolve(FOLDER), List.copyOf(files));
  }

  /** The files in their order, none of which is missing. */
  static List<Path> list(Path block) throws IOException {
    List<Path> paths;
    Path folder = block.resolve(FOLDER);
    try (Stream<Path> entries = Files.list(folder)) {
      paths = entries.filter(path -> isName(path.getFileName().toString())).sorted().toList();
    } catch (NoSuchFileException e) {
      throw DamagedBlockException.missing(folder);
    }
    for (int i = 0; i < paths.size(); i++) {
      String expected = name(i);
      if (!paths.get(i).getFileName().toString().equals(expected)) {
        throw DamagedBlockException.missing(folder.resolve(expected));
      }
    }
    return paths;
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Name of the file with a number, counted from 0. */
  static String name(int file) {
    return "%06d".formatted(file + 1);
  }

  int count() {
    return files.size();
  }

  MappedFile file(int index) {
    return files.get(index);
  }

  /** The file that a place is in. */
  private MappedFile file(long place) throws DamagedBlockException {
    long file = place >>> 32;
    if (file >= files.size()) {
      throw DamagedBlockException.missing(folder.resolve("%06d".formatted(file + 1)));
    }
    return files.get((int) file);
  }

  /** Fails if no chunk can stand at a place. */
  void require(long place) throws DamagedBlockException {
    file(place).require(place & 0xffff_ffffL, 1 + AROUND_BYTES, "chunk");
  }

  /** A section that stands behind the length, whose end is that of encoding and data. */
  private Section at(long place) throws IOException {
    MappedFile file = file(place);
    long offset = place & 0xffff_ffffL;
    require(place);
    if (offset < HEADER_BYTES) {
      throw file.damaged(offset, "a chunk", "none before byte " + HEADER_BYTES);
    }
    Section head =
        new Section(
            file, offset, Math.min(file.size(), offset + LONGEST_LENGTH), "length of a chunk");
    long length = head.readUvarint();
    long data = head.position();
    if (length < 2 || length > file.size() - data - AROUND_BYTES) {
      throw file.damaged(
          offset, "a chunk of " + length + " bytes", "2 to " + (file.size() - data - AROUND_BYTES));
    }
    return new Section(file, data, data + 1 + length, "chunk");
  }

  /** Bytes of a chunk's data. */
  int length(long place) throws IOException {
    return (int) (at(place).remaining() - 1);
  }

  /**
   * The encoding that a chunk tells, not yet checked; XOR in place of one that is not read here,
   * which {@link #read} then says.
   */
  Encoding encoding(long place) {
    try {
      Section chunk = at(place);
      return Encoding.of((byte) chunk.readByte());
    } catch (IOException e) {
      return Encoding.XOR;
    }
  }

  /** Copies a chunk's data, once its checksum has been found right. */
  byte[] read(long place, byte[] buffer) throws IOException {
    MappedFile file = file(place);
    Section chunk = at(place);
    long start = chunk.position();
    int length = (int) (chunk.remaining() - 1);
    byte[] bytes =
        buffer.length < length + ChunkDecoder.SPARE_BYTES
            ? new byte[Math.max(1024, length + ChunkDecoder.SPARE_BYTES)]
            : buffer;
    byte encoding = file.at(start);
    file.copy(start + 1, bytes, 0, length);
    CRC32C crc = new CRC32C();
    crc.update(encoding);
    crc.update(bytes, 0, length);
    int stored = file.intAt(start + 1 + length);
    if ((int) crc.getValue() != stored) {
      throw file.damaged(
          place & 0xffff_ffffL,
          "a chunk with checksum " + MappedFile.hex((int) crc.getValue()),
          "checksum " + MappedFile.hex(stored));
    }
    try {
      Encoding.of(encoding);
    } catch (StorageException e) {
      throw new StorageException(file.path() + " at byte " + start + ": " + e.getMessage(), e);
    }
    return bytes;
  }

  /** Bytes of all files together. */
  long size() {
    long size = 0;
    for (MappedFile file : files) {
      size += file.size();
    }
    return size;
  }
}
