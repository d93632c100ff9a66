package dev.pharos.config.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePatternTest {

  @TempDir Path dir;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectory(dir.resolve("sub"));
    Files.createDirectory(dir.resolve("folder.yml"));
    for (String name : List.of("b.yml", "a.yml", "c.json", "sub/d.yml", "{x}.yml")) {
      Files.createFile(dir.resolve(name));
    }
  }

  private List<String> matches(String pattern) throws IOException {
    return new FilePattern(pattern)
        .matches(dir).stream().map(file -> dir.relativize(file).toString()).toList();
  }

  @Test
  void a_star_stands_for_any_part_of_a_file_name() throws IOException {
    assertEquals(List.of("a.yml", "b.yml", "{x}.yml"), matches("*.yml"));
    assertEquals(List.of("sub/d.yml"), matches("sub/*"));
  }

  @Test
  void one_character_and_a_choice_of_characters_have_signs_of_their_own() throws IOException {
    assertEquals(List.of("a.yml", "b.yml"), matches("?.yml"));
    assertEquals(List.of("b.yml"), matches("[b-z].yml"));
    assertEquals(List.of("b.yml"), matches("[^a].yml"));
  }

  @Test
  void braces_mean_nothing() throws IOException {
    assertEquals(List.of("{x}.yml"), matches("{x}*"));
  }

  @Test
  void a_name_without_signs_is_that_file_if_it_is_there() throws IOException {
    assertEquals(List.of("a.yml"), matches("a.yml"));
    assertEquals(List.of("sub/d.yml"), matches(dir + "/sub/d.yml"));
    assertEquals(List.of(), matches("z.yml"));
    assertEquals(List.of(), matches("folder.yml"));
  }

  @Test
  void a_folder_that_is_not_there_has_no_files() throws IOException {
    assertEquals(List.of(), matches("nowhere/*.yml"));
  }

  @Test
  void signs_stand_in_the_last_part_of_the_path_alone() {
    assertTrue(new FilePattern("a/b/*.yml").isValid());
    assertFalse(new FilePattern("a/*/b.yml").isValid());
    assertFalse(new FilePattern("").isValid());
  }
}
