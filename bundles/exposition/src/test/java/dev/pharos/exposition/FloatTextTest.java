package dev.pharos.exposition;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FloatTextTest {

  private static double parse(String text) {
    byte[] bytes = ("[" + text + "]").getBytes(US_ASCII);
    return FloatText.parse(bytes, 1, bytes.length - 1);
  }

  private static void assertReadsAsJavaReads(String text) {
    assertEquals(
        Double.doubleToRawLongBits(Double.parseDouble(text)),
        Double.doubleToRawLongBits(parse(text)),
        text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1",
        "+1",
        "1.",
        ".5",
        "-.5e1",
        "0000000000000000000000000001.2e-1",
        "0.00000000000000000000000000001",
        "123456789012345678901234567890",
        "9007199254740993",
        "9007199254740993.00000000000000000000001",
        "2.2250738585072011e-308",
        "2.2250738585072014e-308",
        "4.9e-324",
        "2e-324",
        "1e-400",
        "1.7976931348623157e308",
        "7.2057594037927933e16",
        "8.37377E9",
        "1e23",
        "6.02214076e+23"
      })
  void numbers_read_exactly(String text) {
    assertReadsAsJavaReads(text);
  }

  @Test
  void every_kind_of_double_reads_back_to_the_bit() {
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < 60_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertReadsAsJavaReads(Double.toString(value));
      }
      assertReadsAsJavaReads(Double.toString(random.nextDouble() * 1e9));
      assertReadsAsJavaReads(random.nextLong(Long.MAX_VALUE) + "e" + random.nextInt(-345, 289));
      assertReadsAsJavaReads(random.nextInt(100_000) + "." + random.nextLong(Long.MAX_VALUE));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Inf, Infinity",
    "+inf, Infinity",
    "-INF, -Infinity",
    "infinity, Infinity",
    "NaN, NaN",
    "nan, NaN"
  })
  void words_stand_for_what_is_no_number(String text, double expected) {
    assertEquals(expected, parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+",
        ".",
        "e5",
        "1e",
        "1e+",
        "1e5x",
        "1x",
        "1.2.3",
        "+nan",
        "-nan",
        "in",
        "infx",
        "0x1p-3",
        "0x1",
        "0b1",
        "1_000",
        "1f",
        "1d",
        " 1",
        "1 ",
        "1e309",
        "1e999999999999",
        "--1"
      })
  void anything_else_is_refused(String text) {
    assertThrows(NumberFormatException.class, () -> parse(text));
  }
}
