package dev.pharos.query.promql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActiveQueryFileTest {

  @TempDir Path dir;

  private Path path() {
    return dir.resolve(ActiveQueryFile.NAME);
  }

  private JsonArray unfinished() throws IOException {
    return JsonParser.parseString(ActiveQueryFile.unfinished(path()).orElse("[]")).getAsJsonArray();
  }

  @Test
  void an_idle_file_is_a_bracket_and_zeros_for_every_slot() throws IOException {
    ActiveQueryFile.open(dir, 3).close();

    byte[] bytes = Files.readAllBytes(path());
    assertEquals(3001, bytes.length);
    assertEquals('[', bytes[0]);
    for (int i = 1; i < bytes.length; i++) {
      assertEquals(0, bytes[i], "byte " + i);
    }
  }

  @Test
  void a_query_stands_in_a_slot_of_a_thousand_bytes_that_ends_in_a_comma() throws IOException {
    try (ActiveQueryFile file = ActiveQueryFile.open(dir, 2)) {
      file.add("up", 1_567_002_604_999L);
      file.add("down", 1_567_002_605_000L);

      String text = Files.readString(path(), StandardCharsets.UTF_8);
      assertEquals("[{\"query\":\"up\",\"timestamp_sec\":1567002604}", text.substring(0, 42));
      assertEquals(",{\"query\":\"down\"", text.substring(1000, 1016));
      assertEquals(',', text.charAt(2000));
    }
  }

  @Test
  void what_was_not_removed_is_found_by_who_opens_it_next() throws IOException {
    ActiveQueryFile file = ActiveQueryFile.open(dir, 4);
    int first = file.add("a", 1000);
    file.add("b{x=\"1\\n\"}", 2000);
    file.add("c", 3000);
    file.remove(first);
    file.close();

    JsonArray left = unfinished();
    assertEquals(2, left.size());
    assertEquals("b{x=\"1\\n\"}", left.get(0).getAsJsonObject().get("query").getAsString());
    assertEquals(3, left.get(1).getAsJsonObject().get("timestamp_sec").getAsLong());
    ActiveQueryFile.open(dir, 4).close();
    assertEquals(Optional.empty(), ActiveQueryFile.unfinished(path()));
  }

  @Test
  void a_long_query_is_cut_between_characters_and_leaves_the_next_slot_alone() throws IOException {
    try (ActiveQueryFile file = ActiveQueryFile.open(dir, 2)) {
      file.add("\"é\n".repeat(500), 1000);
      file.add("next", 1000);

      JsonArray both = unfinished();
      String cut = both.get(0).getAsJsonObject().get("query").getAsString();
      assertTrue("\"é\n".repeat(500).startsWith(cut), cut);
      assertTrue(cut.length() > 400, cut);
      assertEquals("next", both.get(1).getAsJsonObject().get("query").getAsString());
    }
  }

  @Test
  void a_slot_is_used_again_and_a_query_without_one_is_not_noted() throws IOException {
    try (ActiveQueryFile file = ActiveQueryFile.open(dir, 1)) {
      int slot = file.add("a", 0);
      assertEquals(ActiveQueryFile.NOWHERE, file.add("b", 0));
      file.remove(slot);
      file.add("c", 0);

      assertEquals("c", unfinished().get(0).getAsJsonObject().get("query").getAsString());
    }
  }

  @Test
  void a_folder_that_cannot_be_made_harms_no_query() throws IOException {
    Path blocked = Files.writeString(dir.resolve("file"), "");

    try (ActiveQueryFile file = ActiveQueryFile.open(blocked, 1)) {
      assertEquals(ActiveQueryFile.NOWHERE, file.add("up", 0));
      file.remove(ActiveQueryFile.NOWHERE);
    }
  }
}
