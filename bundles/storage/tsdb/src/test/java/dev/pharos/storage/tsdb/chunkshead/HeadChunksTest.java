package dev.pharos.storage.tsdb.chunkshead;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.Encoding;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadChunksTest {

  private static final int FILE_BYTES = 4096;
  private static final int BUFFER_BYTES = 512;

  @TempDir Path dir;

  private HeadChunks chunks;

  @BeforeAll
  static void hush() {
    Logger.getLogger(HeadChunks.class.getName()).setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    Logger.getLogger(HeadChunks.class.getName()).setLevel(null);
  }

  @BeforeEach
  void open() throws IOException {
    chunks = HeadChunks.open(dir, FILE_BYTES, BUFFER_BYTES);
  }

  @AfterEach
  void close() throws IOException {
    chunks.close();
  }

  private List<HeadChunk> reopen(int damages) throws IOException {
    chunks.close();
    open();
    List<HeadChunk> told = new ArrayList<>();
    assertEquals(damages, chunks.iterate(told::add));
    return told;
  }

  /** Data that tells its own length, so that a mixture would be noticed. */
  private static byte[] data(long series, int length) {
    byte[] data = new byte[length];
    new Random(series * 31 + length).nextBytes(data);
    data[0] = 0;
    data[1] = 120;
    return data;
  }

  private long write(long series, int length) throws IOException {
    byte[] data = Arrays.copyOf(data(series, length), length + 7);
    return chunks.write(
        series, series * 1000, series * 1000 + 999, Encoding.XOR, data, length, false);
  }

  private void assertReads(long reference, long series, int length) throws IOException {
    byte[] read = chunks.read(reference, new byte[100]);
    assertEquals(length, chunks.length(reference));
    assertArrayEquals(data(series, length), Arrays.copyOf(read, length));
  }

  @Test
  void the_bytes_are_the_original_s() throws IOException {
    long reference =
        chunks.write(5, 1000, -2, Encoding.HISTOGRAM, new byte[] {0, 1, 0x2a}, 3, true);
    chunks.close();

    assertEquals(1L << 32 | 8, reference);
    assertEquals(
        "0130bc91"
            + "01"
            + "000000"
            + "0000000000000005"
            + "00000000000003e8"
            + "fffffffffffffffe"
            + "82"
            + "03"
            + "00012a"
            + checksum("000000000000000500000000000003e8fffffffffffffffe820300012a"),
        HexFormat.of().formatHex(Files.readAllBytes(dir.resolve("000001"))));
  }

  private static String checksum(String hex) {
    var crc = new CRC32C();
    crc.update(HexFormat.of().parseHex(hex));
    return "%08x".formatted(crc.getValue());
  }

  @Test
  void a_chunk_can_be_read_before_and_after_it_is_written() throws IOException {
    long reference = write(1, 90);
    assertEquals(8, Files.size(dir.resolve("000001")), "still in the buffer");
    assertReads(reference, 1, 90);

    chunks.flush();
    assertReads(reference, 1, 90);
    long second = write(2, 200);
    chunks.flush();
    assertReads(second, 2, 200);
    assertReads(reference, 1, 90);
  }

  @Test
  void chunks_fill_file_after_file_and_are_told_again_at_the_next_start() throws IOException {
    List<Long> references = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      references.add(write(i, 2 + i * 5));
    }
    for (int i = 1; i <= 100; i++) {
      assertReads(references.get(i - 1), i, 2 + i * 5);
    }

    List<HeadChunk> told = reopen(0);

    assertEquals(references, told.stream().map(HeadChunk::reference).toList());
    HeadChunk last = told.getLast();
    assertEquals(
        new HeadChunk(references.getLast(), 100, 100_000, 100_999, Encoding.XOR, false, 120, 502),
        last);
    for (int i = 1; i <= 100; i++) {
      assertReads(references.get(i - 1), i, 2 + i * 5);
    }
    assertEquals(HeadChunks.file(references.getLast()) + 1, HeadChunks.file(write(1, 9)));
  }

  @Test
  void a_chunk_larger_than_the_buffer_and_the_file_is_written_all_the_same() throws IOException {
    write(1, 10);
    long large = write(2, FILE_BYTES * 2);
    long next = write(3, 10);

    assertReads(large, 2, FILE_BYTES * 2);
    assertReads(next, 3, 10);
    assertEquals(3, reopen(0).size());
    assertReads(large, 2, FILE_BYTES * 2);
  }

  @Test
  void chunks_of_all_sizes_are_told_at_the_next_start() throws IOException {
    chunks.close();
    chunks = HeadChunks.open(dir, 1 << 20, BUFFER_BYTES);
    int[] lengths = {2, 127, 128, 16_383, 16_384, 70_000, 300, 66_000, 2};
    for (int i = 0; i < lengths.length; i++) {
      write(i + 1, lengths[i]);
    }
    List<HeadChunk> told = reopen(0);
    assertArrayEquals(lengths, told.stream().mapToInt(HeadChunk::length).toArray());
    for (HeadChunk chunk : told) {
      assertEquals(120, chunk.samples());
      assertReads(chunk.reference(), chunk.seriesReference(), chunk.length());
    }
  }

  @Test
  void files_that_are_not_needed_go_and_free_the_disk() throws IOException {
    List<Long> references = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      references.add(write(i, 300));
    }
    long reference = references.get(50);
    assertReads(reference, 51, 300);
    chunks.truncate(HeadChunks.file(reference));

    assertReads(reference, 51, 300);
    assertThrows(StorageException.class, () -> chunks.read(references.getFirst(), new byte[0]));
    try (Stream<Path> files = Files.list(dir)) {
      assertEquals(
          HeadChunks.file(reference),
          files.mapToInt(f -> Integer.parseInt(f.getFileName().toString())).min().orElseThrow());
    }
    try (Stream<Path> open = Files.list(Path.of("/proc/self/map_files"))) {
      assertFalse(
          open.anyMatch(HeadChunksTest::isDeletedMapping), "a deleted file is still mapped");
    } catch (FileSystemException e) {
      // Not everywhere may one look there.
    }
  }

  private static boolean isDeletedMapping(Path link) {
    try {
      return Files.readSymbolicLink(link).toString().matches(".*/\\d{6} \\(deleted\\)");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void a_truncation_by_time_stops_at_the_first_file_with_a_later_sample() throws IOException {
    for (int i = 1; i <= 40; i++) {
      write(i, 300);
    }
    long late = write(1000, 300);
    for (int i = 41; i <= 60; i++) {
      write(i, 300);
    }
    chunks.truncateBefore(61_000, Integer.MAX_VALUE);

    List<HeadChunk> left = reopen(0);
    assertEquals(HeadChunks.file(late), HeadChunks.file(left.getFirst().reference()));
    assertEquals(60, left.getLast().seriesReference());
  }

  @Test
  void a_torn_end_is_cut_and_is_no_damage() throws IOException {
    long first = write(1, 100);
    write(2, 100);
    chunks.close();
    Path file = dir.resolve("000001");
    byte[] whole = Files.readAllBytes(file);
    int second = 8 + ChunkFormat.size(100);
    for (int end = second + 1; end < whole.length; end++) {
      Files.write(file, Arrays.copyOf(whole, end));
      open();
      List<HeadChunk> told = new ArrayList<>();
      assertEquals(0, chunks.iterate(told::add), "cut at " + end);
      assertEquals(1, told.size());
      assertEquals(second, Files.size(file));
      assertReads(first, 1, 100);
      chunks.close();
    }
    open();
  }

  @Test
  void a_file_cut_within_the_zeros_of_a_chunk_costs_what_follows() throws IOException {
    List<Long> references = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      references.add(write(i, 300));
    }
    chunks.close();
    Path file = dir.resolve("000002");
    int within = Math.toIntExact(references.get(13) & 0xffff_ffffL) + 5;
    assertEquals(2, HeadChunks.file(references.get(13)));
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), within));

    List<HeadChunk> told = reopen(1);

    assertEquals(references.subList(0, 13), told.stream().map(HeadChunk::reference).toList());
    assertEquals(told, reopen(0));
  }

  @Test
  void a_flipped_bit_costs_what_follows_and_no_wrong_chunk_is_told() throws IOException {
    List<Long> references = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      references.add(write(i, 150 + i));
    }
    chunks.close();
    List<Path> files = files();
    List<byte[]> whole = new ArrayList<>();
    for (Path file : files) {
      whole.add(Files.readAllBytes(file));
    }
    long seed = 20_261_121;
    Random random = new Random(seed);
    for (int round = 0; round < 150; round++) {
      restore(files, whole);
      int hit = random.nextInt(files.size());
      byte[] damaged = whole.get(hit).clone();
      int at = random.nextInt(damaged.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(files.get(hit), damaged);
      open();
      List<HeadChunk> told = new ArrayList<>();
      int damages = chunks.iterate(told::add);
      String where = "file " + hit + " byte " + at;
      boolean unguarded = at >= 5 && at < 8;
      boolean seemsTorn = hit == files.size() - 1 && told.size() < references.size();
      assertTrue(damages == 1 || unguarded || seemsTorn, where);
      assertEquals(unguarded, told.size() == references.size(), where);
      for (int i = 0; i < told.size(); i++) {
        assertEquals(references.get(i), told.get(i).reference(), where);
        assertReads(references.get(i), i + 1, 150 + i + 1);
      }
      long next = write(99, 40);
      assertReads(next, 99, 40);
      assertEquals(told.size() + 1, reopen(0).size(), where);
      chunks.close();
    }
    open();
  }

  @Test
  void a_missing_file_costs_those_behind_it() throws IOException {
    for (int i = 1; i <= 60; i++) {
      write(i, 300);
    }
    chunks.close();
    Files.delete(dir.resolve("000003"));

    List<HeadChunk> told = reopen(1);

    assertTrue(HeadChunks.file(told.getLast().reference()) == 2, () -> told.getLast().toString());
    assertEquals(told.size(), reopen(0).size());
  }

  @Test
  void a_damaged_chunk_that_is_read_is_named_with_the_way_out() throws IOException {
    long reference = write(1, 100);
    chunks.flush();
    Path file = dir.resolve("000001");
    byte[] bytes = Files.readAllBytes(file);
    bytes[70] ^= 1;
    Files.write(file, bytes);

    var e = assertThrows(StorageException.class, () -> chunks.read(reference, new byte[0]));

    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(file + " is damaged at byte 8: found checksum "), message);
    assertTrue(
        message.endsWith("A restart drops the chunk and takes its samples from the log"), message);
  }

  @Test
  void a_file_that_shrinks_behind_our_back_is_an_error_and_no_crash() throws IOException {
    List<Long> references = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      references.add(write(i, 9000));
    }
    assertReads(references.getLast(), 10, 9000);
    assertReads(references.getFirst(), 1, 9000);
    Files.write(dir.resolve("000001"), new byte[0]);

    assertThrows(StorageException.class, () -> chunks.read(references.getFirst(), new byte[0]));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.sorted().toList();
    }
  }

  private void restore(List<Path> files, List<byte[]> whole) throws IOException {
    for (Path file : files()) {
      Files.delete(file);
    }
    for (int i = 0; i < files.size(); i++) {
      Files.write(files.get(i), whole.get(i));
    }
  }
}
