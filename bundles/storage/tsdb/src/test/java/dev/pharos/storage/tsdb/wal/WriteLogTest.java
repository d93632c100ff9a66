package dev.pharos.storage.tsdb.wal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.storage.api.SampleLog.Position;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteLogTest {

  private static final int PAGE = 32 * 1024;

  @TempDir Path dir;

  static RecordBuffer records(byte[]... records) {
    RecordBuffer buffer = new RecordBuffer();
    for (byte[] record : records) {
      for (byte b : record) {
        buffer.putByte(b);
      }
      buffer.end();
    }
    return buffer;
  }

  static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String crc(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return "%08x".formatted(crc.getValue());
  }

  static List<byte[]> read(Path segment, List<Damage> damages) throws IOException {
    List<byte[]> found = new ArrayList<>();
    try (SegmentReader reader = new SegmentReader(segment, 0, Long.MAX_VALUE, damages::add)) {
      while (reader.next()) {
        found.add(Arrays.copyOf(reader.record(), reader.length()));
      }
    }
    return found;
  }

  private List<byte[]> readAll() throws IOException {
    List<byte[]> found = new ArrayList<>();
    List<Damage> damages = new ArrayList<>();
    for (Path segment : Segments.list(dir).values()) {
      found.addAll(read(segment, damages));
    }
    assertEquals(List.of(), damages);
    return found;
  }

  private static void assertRecords(List<byte[]> expected, List<byte[]> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), found.get(i), "record " + i);
    }
  }

  @Test
  void the_checksum_is_castagnolis() {
    // The check value of CRC-32C that its definition gives.
    assertEquals("e3069283", crc("123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  @Test
  void a_record_is_a_fragment_with_type_length_and_checksum() throws IOException {
    byte[] record = {1, 2, 3};
    try (WriteLog log = WriteLog.open(dir, 0, WriteLog.SEGMENT_BYTES, LogCompression.NONE)) {
      assertEquals(new Position(0, 0), log.append(records(record)));
      assertEquals(new Position(0, 10), log.end());
    }
    byte[] file = Files.readAllBytes(dir.resolve("00000000"));
    assertEquals(
        "01" + "0003" + crc(record) + "010203", HexFormat.of().formatHex(Arrays.copyOf(file, 10)));
    assertEquals(PAGE, file.length);
    assertArrayEquals(new byte[PAGE - 10], Arrays.copyOfRange(file, 10, PAGE));
  }

  @Test
  void a_record_larger_than_a_page_is_first_middle_and_last() throws IOException {
    byte[] record = bytes(2 * PAGE, 1);
    try (WriteLog log = WriteLog.open(dir, 0, WriteLog.SEGMENT_BYTES, LogCompression.NONE)) {
      log.append(records(record));
    }
    byte[] file = Files.readAllBytes(dir.resolve("00000000"));
    assertEquals("027ff9", HexFormat.of().formatHex(Arrays.copyOf(file, 3)));
    assertEquals("037ff9", HexFormat.of().formatHex(Arrays.copyOfRange(file, PAGE, PAGE + 3)));
    assertEquals(
        "04000e", HexFormat.of().formatHex(Arrays.copyOfRange(file, 2 * PAGE, 2 * PAGE + 3)));
    assertRecords(List.of(record), readAll());
  }

  @Test
  void a_page_without_room_for_a_header_and_a_byte_is_filled_with_zeros() throws IOException {
    for (int left = 0; left <= 8; left++) {
      Path sub = Files.createDirectory(dir.resolve("left" + left));
      byte[] filling = bytes(PAGE - 7 - left, left);
      byte[] next = bytes(20, 99);
      try (WriteLog log = WriteLog.open(sub, 0, WriteLog.SEGMENT_BYTES, LogCompression.NONE)) {
        log.append(records(filling));
        log.append(records(next));
      }
      List<Damage> damages = new ArrayList<>();
      assertRecords(List.of(filling, next), read(sub.resolve("00000000"), damages));
      assertEquals(List.of(), damages);
      byte[] file = Files.readAllBytes(sub.resolve("00000000"));
      if (left < 7) {
        assertEquals(1, file[PAGE], "the next record starts in the next page");
      }
    }
  }

  @Test
  void records_of_any_size_are_read_back() throws IOException {
    Random random = new Random(42);
    List<byte[]> written = new ArrayList<>();
    try (WriteLog log = WriteLog.open(dir, 0, 3 * PAGE, LogCompression.NONE)) {
      for (int batch = 0; batch < 100; batch++) {
        byte[][] records = new byte[1 + random.nextInt(4)][];
        for (int i = 0; i < records.length; i++) {
          records[i] = bytes(random.nextInt(random.nextInt(10) == 0 ? 70_000 : 900), batch * 7 + i);
          written.add(records[i]);
        }
        log.append(records(records));
      }
    }
    assertRecords(written, readAll());
    assertTrue(Segments.list(dir).size() > 5);
  }

  @Test
  void a_full_segment_is_followed_by_the_next_and_records_never_cross() throws IOException {
    byte[] record = bytes(PAGE, 3);
    try (WriteLog log = WriteLog.open(dir, 7, 2 * PAGE, LogCompression.NONE)) {
      assertEquals(new Position(7, 0), log.append(records(record)));
      assertEquals(new Position(8, 0), log.append(records(record)));
    }
    List<Damage> damages = new ArrayList<>();
    assertRecords(List.of(record), read(dir.resolve("00000007"), damages));
    assertRecords(List.of(record), read(dir.resolve("00000008"), damages));
    assertEquals(List.of(), damages);
  }

  @Test
  void reading_can_start_at_the_position_of_any_batch() throws IOException {
    List<Position> positions = new ArrayList<>();
    try (WriteLog log = WriteLog.open(dir, 0, WriteLog.SEGMENT_BYTES, LogCompression.NONE)) {
      for (int i = 0; i < 50; i++) {
        positions.add(log.append(records(bytes(3000, i))));
      }
    }
    for (int i = 0; i < positions.size(); i++) {
      try (SegmentReader reader =
          new SegmentReader(
              dir.resolve("00000000"), positions.get(i).offset(), Long.MAX_VALUE, damage -> {})) {
        assertTrue(reader.next());
        assertArrayEquals(
            bytes(3000, i), Arrays.copyOf(reader.record(), reader.length()), "batch " + i);
      }
    }
  }

  /** Writes half of what it is given and then has no space left. */
  private static final class FullFile extends RandomAccessFile {

    private final AtomicInteger failing;

    FullFile(Path file, AtomicInteger failing) throws IOException {
      super(file.toFile(), "rw");
      this.failing = failing;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (failing.get() > 0) {
        failing.decrementAndGet();
        super.write(bytes, from, length / 2);
        throw new IOException("No space left on device");
      }
      super.write(bytes, from, length);
    }
  }

  @Test
  void a_failed_write_leaves_nothing_behind_and_the_next_one_succeeds() throws IOException {
    AtomicInteger failing = new AtomicInteger();
    LogFigures figures = new LogFigures();
    byte[] before = bytes(1000, 1);
    byte[] lost = bytes(100_000, 2);
    byte[] after = bytes(50, 3);
    try (WriteLog log =
        WriteLog.open(
            dir,
            0,
            WriteLog.SEGMENT_BYTES,
            LogCompression.NONE,
            file -> new FullFile(file, failing),
            figures)) {
      log.append(records(before));
      Position end = log.end();
      failing.set(2);
      var e = assertThrows(IOException.class, () -> log.append(records(lost)));
      assertEquals("No space left on device", e.getMessage());
      assertThrows(IOException.class, () -> log.append(records(lost, lost)));
      assertEquals(end, log.end());
      assertEquals(2, figures.failures.sum());
      assertEquals(end, log.append(records(after)));
    }
    assertRecords(List.of(before, after), readAll());
  }

  @Test
  void an_interrupted_thread_writes_all_the_same() throws Exception {
    byte[] record = bytes(100, 1);
    try (WriteLog log = WriteLog.open(dir, 0, WriteLog.SEGMENT_BYTES, LogCompression.NONE)) {
      Thread interrupted =
          Thread.ofVirtual()
              .start(
                  () -> {
                    Thread.currentThread().interrupt();
                    try {
                      log.append(records(record));
                      log.cut();
                      log.append(records(record));
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
      interrupted.join();
      log.append(records(record));
    }
    assertRecords(List.of(record, record, record), readAll());
  }
}
