package dev.pharos.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoFloatTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0e+00",
    "-0.0, -0, -0, -0e+00",
    "1, 1, 1, 1e+00",
    "0.5, 0.5, 0.5, 5e-01",
    "123.25, 123.25, 123.25, 1.2325e+02",
    "0.0001, 0.0001, 0.0001, 1e-04",
    "0.00001, 0.00001, 1e-05, 1e-05",
    "999999, 999999, 999999, 9.99999e+05",
    "999999.5, 999999.5, 999999.5, 9.999995e+05",
    "1e6, 1000000, 1e+06, 1e+06",
    "903676723, 903676723, 9.03676723e+08, 9.03676723e+08",
    "-1234567.5, -1234567.5, -1.2345675e+06, -1.2345675e+06",
    "1e20, 100000000000000000000, 1e+20, 1e+20",
    "1e21, 1000000000000000000000, 1e+21, 1e+21",
    "1.5e300, , 1.5e+300, 1.5e+300",
    "4.9e-324, , 5e-324, 5e-324",
    "1e-323, , 1e-323, 1e-323",
    "1e-322, , 1e-322, 1e-322",
    "-4e-322, , -4e-322, -4e-322",
    "1.04e-322, , 1.04e-322, 1.04e-322",
    "2.2250738585072014e-308, , 2.2250738585072014e-308, 2.2250738585072014e-308",
    "NaN, NaN, NaN, NaN",
    "Infinity, +Inf, +Inf, +Inf",
    "-Infinity, -Inf, -Inf, -Inf"
  })
  void values_print_as_go_prints_them(double value, String plain, String general, String science) {
    if (plain != null) {
      assertEquals(plain, GoFloat.plain(value));
    }
    assertEquals(general, GoFloat.general(value));
    assertEquals(science, GoFloat.scientific(value));
  }

  @Test
  void digits_are_the_fewest_that_read_back_and_the_closest() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      double value = Math.abs(Double.longBitsToDouble(random.nextLong()));
      if (value >= Double.MIN_NORMAL && value <= Double.MAX_VALUE) {
        assertEquals(
            digits(Double.toString(value)), digits(GoFloat.scientific(value)), () -> "" + value);
        assertEquals(value, Double.parseDouble(GoFloat.general(value)));
      }
    }
  }

  @Test
  void powers_of_two_and_their_neighbours_print_the_fewest_digits() {
    for (int exponent = -1022; exponent < 1024; exponent++) {
      double power = Math.scalb(1.0, exponent);
      for (double value : new double[] {Math.nextDown(power), power, Math.nextUp(power)}) {
        assertEquals(
            digits(Double.toString(value)), digits(GoFloat.scientific(value)), () -> "" + value);
      }
    }
  }

  @Test
  void the_smallest_numbers_print_fewer_digits_than_java_where_these_read_back() {
    Random random = new Random(8);
    for (int i = 0; i < 50_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong(1L << random.nextInt(1, 52)) + 1);
      String printed = GoFloat.scientific(value);
      assertEquals(value, Double.parseDouble(printed));
      BigDecimal ours = digits(printed);
      BigDecimal java = digits(Double.toString(value));
      if (ours.precision() == java.precision()) {
        assertEquals(java, ours);
      } else {
        assertEquals(2, java.precision());
        assertEquals(1, ours.precision());
      }
    }
  }

  @Test
  void short_decimals_print_as_they_were_written() {
    Random random = new Random(9);
    for (int i = 0; i < 100_000; i++) {
      BigDecimal written =
          BigDecimal.valueOf(random.nextLong(1L << random.nextInt(1, 49)), random.nextInt(0, 12));
      assertEquals(
          0,
          written.compareTo(new BigDecimal(GoFloat.plain(written.doubleValue()))),
          () -> "" + written);
    }
  }

  @Test
  void bytes_are_those_of_the_text() {
    GoFloatWriter writer = new GoFloatWriter();
    byte[] out = new byte[GoFloatWriter.MOST_BYTES + 3];
    Random random = new Random(10);
    for (int i = 0; i < 50_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      String json = new String(out, 3, writer.json(value, out, 3) - 3, ISO_8859_1);
      double magnitude = Math.abs(value);
      boolean plain = value == 0 || (magnitude >= 1e-6 && magnitude < 1e21);
      if (Double.isFinite(value)) {
        assertEquals(plain ? GoFloat.plain(value) : GoFloat.scientific(value), json);
      } else {
        assertEquals(GoFloat.plain(value), json);
      }
      assertEquals(
          GoFloat.general(value),
          new String(out, 3, writer.general(value, out, 3) - 3, ISO_8859_1));
    }
  }

  private static BigDecimal digits(String text) {
    return new BigDecimal(text).stripTrailingZeros();
  }
}
