package dev.pharos.storage.tsdb.wal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogCompressionTest {

  private static final int SEGMENT_BYTES = 200_000;

  @TempDir Path dir;

  /** From what compresses to nothing to what does not compress at all. */
  private static byte[] record(Random random, int length) {
    byte[] record = new byte[length];
    int entropy = 1 + random.nextInt(256);
    for (int i = 0; i < length; i++) {
      record[i] = (byte) random.nextInt(entropy);
    }
    return record;
  }

  @ParameterizedTest
  @EnumSource
  void records_of_all_sizes_come_back(LogCompression compression) throws IOException {
    Random random = new Random(7);
    List<byte[]> written = new ArrayList<>();
    try (WriteLog log = WriteLog.open(dir, 0, SEGMENT_BYTES, compression)) {
      for (int i = 0; i < 200; i++) {
        byte[] record = record(random, 1 + random.nextInt(i % 10 == 0 ? 100_000 : 3000));
        written.add(record);
        log.append(WriteLogTest.records(record));
      }
    }

    List<Damage> damages = new ArrayList<>();
    List<byte[]> read = new ArrayList<>();
    for (Path segment : Segments.list(dir).values()) {
      read.addAll(WriteLogTest.read(segment, damages));
      assertTrue(Files.size(segment) <= SEGMENT_BYTES + 32 * 1024);
    }

    assertEquals(List.of(), damages);
    assertEquals(written.size(), read.size());
    for (int i = 0; i < read.size(); i++) {
      assertArrayEquals(written.get(i), read.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_fragment_tells_its_compression_and_a_record_that_does_not_shrink_has_none(
      LogCompression compression) throws IOException {
    byte[] zeros = new byte[1000];
    byte[] noise = WriteLogTest.bytes(20, 1);
    try (WriteLog log = WriteLog.open(dir, 0, SEGMENT_BYTES, compression)) {
      log.append(WriteLogTest.records(zeros));
      long second = log.end().offset();
      log.append(WriteLogTest.records(noise));
      byte[] file = Files.readAllBytes(dir.resolve("00000000"));
      int bits =
          switch (compression) {
            case NONE -> 0;
            case SNAPPY -> 8;
            case ZSTD -> 16;
          };
      assertEquals(1 | bits, file[0]);
      assertEquals(1, file[(int) second]);
    }
  }

  @Test
  void the_block_formats_are_the_public_ones() throws Exception {
    // "abcdabcdabcdabcd" as snappy's page of the format describes it: length, literal, copy.
    byte[] snappy = HexFormat.of().parseHex("10" + "0c" + "61626364" + "2e0400");
    // The same as zstd's command wrote it: a frame with one raw block, its checksum and its size.
    byte[] zstd = HexFormat.of().parseHex("28b52ffd2010810000" + "61626364".repeat(4));
    RecordDecompressor decompressor = new RecordDecompressor();
    for (byte[] packed : List.of(snappy, zstd)) {
      int bit = packed == snappy ? LogCompression.SNAPPY.bit() : LogCompression.ZSTD.bit();
      int length = decompressor.decompress(bit, packed, packed.length);
      assertEquals(
          "abcd".repeat(4),
          new String(decompressor.record(), 0, length, java.nio.charset.StandardCharsets.US_ASCII));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void bytes_that_cannot_be_unpacked_are_damage_and_never_crash(LogCompression compression) {
    Random random = new Random(3);
    RecordCompressor compressor = new RecordCompressor(compression);
    RecordDecompressor decompressor = new RecordDecompressor();
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] record = WriteLogTest.bytes(200, i);
      System.arraycopy(record, 0, record, 100, 100);
      int length = compressor.compress(record, 0, record.length);
      byte[] packed = Arrays.copyOf(compressor.compressed(), length);
      if (length == 0) {
        continue;
      }
      packed[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
      int cut = random.nextInt(4) == 0 ? random.nextInt(length) : length;
      try {
        decompressor.decompress(compression.bit(), packed, cut);
      } catch (DamagedRecordException e) {
        refused++;
      }
    }
    assertTrue(refused > 200, "refused " + refused);
  }

  @Test
  void another_name_is_refused_with_the_ones_there_are() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> LogCompression.parse("wal.compression.type", "gzip"));
    assertEquals("wal.compression.type is gzip; set it to snappy, zstd or none", e.getMessage());
  }
}
