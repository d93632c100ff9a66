package dev.pharos.storage.tsdb.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SnappyTest {

  private static String decompress(String hex) throws DamagedRecordException {
    byte[] in = HexFormat.of().parseHex(hex.replace(" ", ""));
    return new String(Snappy.decompress(in, in.length), StandardCharsets.US_ASCII);
  }

  @Test
  void a_literal_is_copied() throws Exception {
    assertEquals("abc", decompress("03 08 616263"));
    assertEquals("", decompress("00"));
  }

  @Test
  void a_long_literal_tells_its_length_in_bytes_of_its_own() throws Exception {
    assertEquals("x".repeat(61), decompress("3d f0 3c " + "78".repeat(61)));
    assertEquals("x".repeat(300), decompress("ac02 f4 2b01 " + "78".repeat(300)));
  }

  @Test
  void copies_of_each_width_repeat_what_was_before() throws Exception {
    assertEquals("abcdabcd", decompress("08 0c 61626364 01 04"));
    assertEquals("abcdabc", decompress("07 0c 61626364 0a 0400"));
    assertEquals("abcdab", decompress("06 0c 61626364 07 04000000"));
  }

  @Test
  void a_copy_may_overlap_itself() throws Exception {
    assertEquals("aaaaaaaaa", decompress("09 00 61 11 01"));
  }

  @Test
  void nonsense_is_damage() {
    for (String hex :
        new String[] {
          "",
          "ff",
          "05 08 616263",
          "02 08 616263",
          "03 08 6162",
          "08 0c 61626364 01 05",
          "08 0c 61626364 01 00",
          "08 0c 61626364 01",
          "ffffffff0f 00",
          "03 f4 2b"
        }) {
      assertThrows(DamagedRecordException.class, () -> decompress(hex), hex);
    }
  }
}
