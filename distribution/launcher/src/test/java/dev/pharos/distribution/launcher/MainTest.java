package dev.pharos.distribution.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void an_unknown_flag_ends_with_2_and_the_usage_on_standard_error() throws InterruptedException {
    assertEquals(2, run("--nothing"));

    assertTrue(
        text(err)
            .startsWith("Error parsing command line arguments: unknown long flag '--nothing'\n"));
    assertTrue(text(err).contains("usage: pharos"));
    assertEquals("", text(out));
  }

  @Test
  void help_goes_to_standard_output() throws InterruptedException {
    assertEquals(0, run("--help"));

    assertTrue(text(out).contains("--storage.tsdb.path=\"data/\""));
    assertEquals("", text(err));
  }

  @Test
  void the_version_names_program_version_and_Java() throws InterruptedException {
    assertEquals(0, run("--version"));

    assertTrue(text(out).matches("(?s)pharos, version \\d+\\.\\d+\\.\\d+.*java version: +25.*"));
  }

  @Test
  void a_flag_of_the_other_mode_ends_with_3() throws InterruptedException {
    assertEquals(3, run("--storage.agent.path=x"));

    assertEquals(
        "The following flag(s) can only be used in agent mode: --storage.agent.path\n", text(err));
  }

  @Test
  void an_unknown_shape_is_told_with_its_file(@TempDir Path home) throws InterruptedException {
    assertEquals(1, run("--home=" + home, "--shape=moon"));

    assertEquals(
        home.resolve("features/shapes/moon.json") + ": no such shape; there are []\n", text(err));
  }

  private int run(String... arguments) throws InterruptedException {
    return Main.run(
        List.of(arguments),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
