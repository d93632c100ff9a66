package dev.pharos.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void a_command_of_an_original_that_is_not_built_says_so_and_ends_with_2() {
    assertEquals(2, run("promtool", "tsdb", "create-blocks-from", "rules", "--start=1", "x.yml"));

    assertEquals(
        "promtool tsdb create-blocks-from rules is not built yet; use the original's promtool\n",
        err.toString());
  }

  @Test
  void every_command_of_the_originals_that_is_not_built_is_known_by_name() {
    for (Original original : List.of(Original.PROMTOOL, Original.AMTOOL)) {
      for (String command : original.commands()) {
        if (original.built().contains(command)) {
          continue;
        }
        err.getBuffer().setLength(0);
        String program = original.program();
        run((program + " " + command).split(" ", -1));
        assertEquals(
            program + " " + command + " is not built yet; use the original's " + program + "\n",
            err.toString());
      }
    }
  }

  @Test
  void an_unknown_command_of_an_original_is_told_from_one_not_built() {
    assertEquals(2, run("amtool", "cluster", "join"));

    assertEquals(
        "amtool: error: expected command but got \"cluster\", try amtool --help\n", err.toString());
  }

  @Test
  void the_originals_list_their_commands() {
    assertEquals(0, run("promtool", "--help"));

    assertEquals(27, out.toString().lines().filter(line -> line.startsWith("  ")).count());
  }

  @Test
  void help_lists_the_commands_of_pharos() {
    assertEquals(0, run("pharos", "help"));

    assertTrue(out.toString().contains("  new "), out.toString());
  }

  @Test
  void an_unknown_command_of_pharos_ends_with_2() {
    assertEquals(2, run("pharos", "dance"));

    assertTrue(err.toString().contains("dance"), err.toString());
  }

  private int run(String... arguments) {
    return Main.run(
        List.of(arguments),
        Path.of("/nowhere"),
        Path.of("/nowhere"),
        () -> {
          throw new AssertionError("no data folder is asked for");
        },
        new PrintWriter(out, true),
        new PrintWriter(err, true));
  }
}
