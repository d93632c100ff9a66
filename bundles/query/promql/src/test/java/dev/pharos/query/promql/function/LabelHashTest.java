package dev.pharos.query.promql.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.model.Labels;
import dev.pharos.query.promql.histogram.Raised;
import org.junit.jupiter.api.Test;

class LabelHashTest {

  @Test
  void the_hash_is_the_one_that_its_authors_give_for_known_texts() {
    assertEquals(0xEF46DB3751D8E999L, LabelHash.xxh64(new byte[0]));
    assertEquals(0xD24EC4F1A98C6E5BL, LabelHash.xxh64("a".getBytes(UTF_8)));
    assertEquals(0x44BC2CF5AD770999L, LabelHash.xxh64("abc".getBytes(UTF_8)));
    assertEquals(
        0xFBCEA83C8A378BF1L,
        LabelHash.xxh64("Nobody inspects the spammish repetition".getBytes(UTF_8)));
  }

  @Test
  void names_and_values_stand_behind_their_lengths() {
    assertEquals(
        LabelHash.xxh64("\1a\3bcd\1e\1f".getBytes(UTF_8)),
        LabelHash.of(Labels.of("a", "bcd", "e", "f")));
    String text = "v".repeat(300);
    byte[] bytes = ("\1a...." + text).getBytes(UTF_8);
    bytes[2] = (byte) 255;
    bytes[3] = 300 & 0xff;
    bytes[4] = 300 >> 8;
    bytes[5] = 0;
    assertEquals(LabelHash.xxh64(bytes), LabelHash.of(Labels.of("a", text)));
  }

  @Test
  void two_digits_count() {
    assertEquals("10", Raised.twoDigits(10));
    assertEquals("1.5e+02", Raised.twoDigits(150));
    assertEquals("0.01", Raised.twoDigits(0.01));
    assertEquals("5.5", Raised.twoDigits(5.4999999999));
    assertEquals("1.2e-05", Raised.twoDigits(0.000012345));
  }
}
