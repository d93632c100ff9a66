package dev.pharos.web.pharos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonBytes json = new JsonBytes(bytes);

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0.0,0",
    "1,1",
    "-1,-1",
    "1.5,1.5",
    "100000,100000",
    "9007199254740993,9007199254740992",
    "1e21,1e+21",
    "0.1,0.1",
    "1e-7,1e-07",
    "NaN,null",
    "Infinity,null",
    "-Infinity,null",
    "4.9E-324,5e-324",
    "123456789.25,123456789.25"
  })
  void numbers_are_written_as_short_as_they_can_be_read_back(double value, String text)
      throws IOException {
    json.value(value);

    assertEquals(text, written());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7, -7, 10, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE})
  void whole_numbers_are_written_digit_by_digit(long value) throws IOException {
    json.value(value);

    assertEquals(String.valueOf(value), written());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "q\"uo\\te", "\u0000\n\t\u001f", "é€𝄞", "</script>\u2028", "\uffff"})
  void every_text_is_read_back_as_it_was(String text) throws IOException {
    json.value(text);

    assertEquals(text, JsonParser.parseString(written()).getAsString());
  }

  @Test
  void half_a_character_does_not_spoil_the_rest() throws IOException {
    json.value("a\ud834b");

    assertEquals("\"a?b\"", written());
  }

  @Test
  void an_answer_longer_than_the_buffer_is_whole() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    JsonArray expected = new JsonArray();
    json.beginArray();
    for (int i = 0; i < 20_000; i++) {
      double number = random.nextDouble() * Math.pow(10, random.nextInt(-12, 12));
      String text = "x".repeat(random.nextInt(80)) + "\"é𝄞";
      json.beginObject().name("n" + i).value(number).name("t").value(text).endObject();
      expected.add(JsonParser.parseString("{\"n" + i + "\":" + number + "}"));
      expected.get(i).getAsJsonObject().addProperty("t", text);
    }
    json.endArray();

    JsonArray found = JsonParser.parseString(written()).getAsJsonArray();
    for (int i = 0; i < expected.size(); i++) {
      var want = expected.get(i).getAsJsonObject();
      var have = found.get(i).getAsJsonObject();
      assertEquals(want.get("n" + i).getAsDouble(), have.get("n" + i).getAsDouble());
      assertEquals(want.get("t"), have.get("t"));
    }
  }

  private String written() throws IOException {
    json.close();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
