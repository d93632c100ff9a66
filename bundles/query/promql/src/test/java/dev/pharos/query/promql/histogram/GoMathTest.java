package dev.pharos.query.promql.histogram;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results to the last bit; those expected were printed by Go 1.26. */
class GoMathTest {

  @ParameterizedTest
  @CsvSource({
    "0.001, -6.907755278982137, -9.965784284662087",
    "0.3, -1.2039728043259361, -1.736965594166206",
    "0.9, -0.10536051565782628, -0.15200309344504995",
    "1.1, 0.09531017980432493, 0.13750352374993502",
    "3, 1.0986122886681096, 1.5849625007211563",
    "7, 1.9459101490553132, 2.807354922057604",
    "10, 2.302585092994046, 3.321928094887362",
    "1000, 6.907755278982137, 9.965784284662087",
    "12345.678, 9.421061321291832, 13.59171844813855",
    "0, -Infinity, -Infinity",
    "-1, NaN, NaN",
    "Infinity, Infinity, Infinity",
    "NaN, NaN, NaN"
  })
  void logarithms_are_those_of_go(double x, double natural, double binary) {
    assertEquals(natural, GoMath.log(x));
    assertEquals(binary, GoMath.log2(x));
  }

  /** The smallest numbers of all, whose natural logarithm Go's assembler gets wrong. */
  @Test
  void logarithms_of_numbers_that_are_not_normal_are_right() {
    assertEquals(-713.8013788281542, GoMath.log(1e-310));
    assertEquals(-1029.7977094150824, GoMath.log2(1e-310));
  }

  @ParameterizedTest
  @CsvSource({
    "-1000.3, 7.58045610561355e-302",
    "-20.7, 5.870554033970437e-07",
    "-1.1, 0.4665164957684037",
    "-0.3, 0.8122523963562356",
    "0, 1",
    "0.3, 1.2311444133449163",
    "0.9, 1.8660659830736148",
    "4, 16",
    "10.1, 1097.496025637164",
    "1000.3, 1.3191818355883238e+301",
    "1024, Infinity",
    "-1075, 0",
    "NaN, NaN"
  })
  void powers_of_two_are_those_of_go(double x, double power) {
    assertEquals(power, GoMath.exp2(x));
  }
}
