package dev.pharos.storage.tsdb.wal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentReaderTest {

  private static final int PAGE = 32 * 1024;

  @TempDir Path dir;

  private final List<byte[]> written = new ArrayList<>();
  private final List<Long> ends = new ArrayList<>();
  private byte[] good = {};
  private Path segment = Path.of("");

  @BeforeEach
  void writeThreePages() throws IOException {
    int[] sizes = {10, 1, 300, 20_000, 15_000, 0, 40_000, 7, 500};
    try (WriteLog log = WriteLog.open(dir, 0, WriteLog.SEGMENT_BYTES, LogCompression.NONE)) {
      for (int i = 0; i < sizes.length; i++) {
        RecordBuffer buffer = new RecordBuffer();
        byte[] record = WriteLogTest.bytes(sizes[i], i);
        for (byte b : record) {
          buffer.putByte(b);
        }
        buffer.end();
        log.append(buffer);
        written.add(record);
        ends.add(log.end().offset());
      }
    }
    segment = dir.resolve("00000000");
    good = Files.readAllBytes(segment);
  }

  /** Whether these are some of the written records, in their order. */
  private boolean areSomeOfTheWritten(List<byte[]> found) {
    int at = 0;
    for (byte[] record : found) {
      while (at < written.size() && !Arrays.equals(written.get(at), record)) {
        at++;
      }
      if (at == written.size()) {
        return false;
      }
      at++;
    }
    return true;
  }

  @Test
  void a_flipped_bit_is_noticed_and_costs_at_most_the_records_of_its_page() throws IOException {
    for (int i = 0; i < good.length; i += i < 2000 ? 11 : 1499) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) (1 << (i % 8));
      Files.write(segment, bad);
      List<Damage> damages = new ArrayList<>();
      List<byte[]> found = WriteLogTest.read(segment, damages);

      String where = "byte " + i;
      assertFalse(damages.isEmpty(), where);
      assertTrue(areSomeOfTheWritten(found), where);
      int page = i / PAGE;
      int expectedAtLeast = 0;
      for (int r = 0; r < written.size(); r++) {
        long start = r == 0 ? 0 : ends.get(r - 1);
        boolean touches = start / PAGE <= page && (ends.get(r) - 1) / PAGE >= page;
        expectedAtLeast += touches ? 0 : 1;
      }
      assertTrue(found.size() >= expectedAtLeast, where);
    }
  }

  @Test
  void a_file_cut_anywhere_gives_the_records_before_and_one_torn_end() throws IOException {
    long last = ends.getLast();
    for (int length = 0; length <= last; length += length < 400 ? 3 : 701) {
      Files.write(segment, Arrays.copyOf(good, length));
      List<Damage> damages = new ArrayList<>();
      List<byte[]> found = WriteLogTest.read(segment, damages);

      int whole = 0;
      while (whole < ends.size() && ends.get(whole) <= length) {
        whole++;
      }
      assertEquals(whole, found.size(), "length " + length);
      for (int i = 0; i < whole; i++) {
        assertArrayEquals(written.get(i), found.get(i));
      }
      assertTrue(damages.size() <= 1, () -> damages.toString());
      assertTrue(damages.stream().allMatch(Damage::torn), () -> damages.toString());
    }
  }

  @Test
  void damage_says_where_and_what() throws IOException {
    byte[] bad = good.clone();
    bad[0] = 6;
    Files.write(segment, bad);
    List<Damage> damages = new ArrayList<>();
    WriteLogTest.read(segment, damages);

    assertEquals(
        segment + " is damaged at byte 0: found 0x06, expected the start of a fragment",
        damages.getFirst().toString());
  }

  @Test
  void bytes_behind_the_zeros_of_a_page_are_damage() throws IOException {
    byte[] bad = good.clone();
    bad[bad.length - 1] = 1;
    Files.write(segment, bad);
    List<Damage> damages = new ArrayList<>();

    assertEquals(written.size(), WriteLogTest.read(segment, damages).size());
    assertEquals(1, damages.size());
  }
}
