package dev.pharos.web.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBytesTest {

  private static String number(double value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JsonBytes out = new JsonBytes(bytes);
    out.number(value);
    out.flush();
    String text = bytes.toString(StandardCharsets.UTF_8);
    return text.substring(1, text.length() - 1);
  }

  /** What Go's encoder of samples writes. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "-17, -17",
    "0.1, 0.1",
    "-0.001, -0.001",
    "0.00099, 0.00099",
    "0.000001, 0.000001",
    "0.0000001, 1e-07",
    "1234567.25, 1234567.25",
    "9999999.5, 9999999.5",
    "10000000.5, 10000000.5",
    "123456789.123, 123456789.123",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "3.141592653589793, 3.141592653589793",
    "0.30000000000000004, 0.30000000000000004",
    "4.9E-324, 5e-324",
    "1.7976931348623157E308, 1.7976931348623157e+308",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf"
  })
  void numbers_are_written_as_Go_writes_them(double value, String text) throws IOException {
    assertEquals(text, number(value));
  }

  @Test
  void every_number_reads_back_the_same_and_none_is_longer_than_java_s() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      double value =
          switch (i % 3) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextInt(1_000_000_000) / Math.pow(10, random.nextInt(9));
            default -> random.nextGaussian() * Math.pow(10, random.nextInt(12) - 4);
          };
      if (Double.isFinite(value)) {
        String text = number(value);
        assertEquals(value, Double.parseDouble(text), text);
        // The same digits as the shortest that Java knows.
        if (Math.abs(value) > 1e-300) {
          assertEquals(
              0, new BigDecimal(Double.toString(value)).compareTo(new BigDecimal(text)), text);
        }
      }
    }
  }

  @Test
  void long_answers_are_handed_on_in_parts_and_lose_nothing() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JsonBytes out = new JsonBytes(bytes);
    StringBuilder expected = new StringBuilder("[");
    out.beginArray();
    for (int i = 0; i < 50_000; i++) {
      out.sample(i * 500L, i + 0.5);
      expected.append(i == 0 ? "[" : ",[").append(i / 2);
      expected.append(i % 2 == 0 ? "" : ".500").append(",\"").append(i).append(".5\"]");
    }
    out.endArray();
    out.flush();

    assertEquals(expected.append(']').toString(), bytes.toString(StandardCharsets.UTF_8));
  }
}
