package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped command plays scripts on the shipped engine and database. */
class PromqltestIT {

  private static final String SCRIPT =
      """
      load 1m
        asked_total{path="/a"} 0+60x10
        sizes {{schema:0 sum:5 count:4 buckets:[1 2 1]}}x10

      eval instant at 5m rate(asked_total[5m])
        {path="/a"} 1

      clear

      eval instant at 5m asked_total
      """;

  @TempDir Path folder;

  private static Peers.Run play(List<Path> scripts) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Server.shipped().resolve("bin/pharos").toString());
    command.add("promqltest");
    scripts.forEach(script -> command.add(script.toString()));
    return Peers.run("", command.toArray(String[]::new));
  }

  @Test
  void all_evaluations_of_the_original_s_scripts_pass() throws Exception {
    Peers.Run run = play(scripts(Peers.conformance("promqltest")));

    assertEquals("1308 passed, 0 failed", run.output().strip());
    assertEquals(0, run.exit());
  }

  private static List<Path> scripts(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".test")).sorted().toList();
    }
  }

  @Test
  void what_is_not_as_expected_is_told_with_its_place_and_ends_in_failure() throws Exception {
    Path good = Files.writeString(folder.resolve("good.test"), SCRIPT);
    Path bad = Files.writeString(folder.resolve("bad.test"), SCRIPT.replace("} 1\n", "} 2\n"));

    assertEquals(0, play(List.of(good)).exit());
    Peers.Run run = play(List.of(good, bad));
    assertEquals(1, run.exit());
    assertTrue(run.output().startsWith(bad + ":5: rate(asked_total[5m])\n"), run.output());
    assertTrue(run.output().endsWith("3 passed, 1 failed\n"), run.output());
  }

  @Test
  void a_file_that_cannot_be_read_is_a_failure() throws Exception {
    Peers.Run run = play(List.of(folder.resolve("missing.test")));

    assertEquals(1, run.exit());
    assertTrue(run.output().contains("missing.test: cannot be read"), run.output());
  }
}
