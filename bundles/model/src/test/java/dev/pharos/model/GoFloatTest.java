package dev.pharos.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
