package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer meets: one command, and this host's metrics are there. */
class FirstStartIT {

  @TempDir Path folder;

  @Test
  void within_20_seconds_the_platform_its_jvm_and_its_host_are_up_and_have_a_rate()
      throws Exception {
    Path place = Server.place(folder);
    Path config = place.resolve("conf/prometheus.yml");
    // A rate needs two samples within the time that a newcomer waits.
    Files.writeString(config, "global:\n  scrape_interval: 2s\n");
    try (Server server = Server.start(place)) {
      Eventually.within(
          Duration.ofSeconds(20),
          "pharos, node and jvm are up",
          () -> jobsUp(server).containsAll(Set.of("pharos", "node", "jvm")));
      Eventually.within(
          Duration.ofSeconds(20),
          "the processors have a rate",
          () -> !server.query("rate(node_cpu_seconds_total[1m])").isEmpty());
    }
  }

  @Test
  void the_shipped_configuration_scrapes_them_too() throws Exception {
    try (Server server = Server.start(Server.place(folder))) {
      Eventually.within(
          Duration.ofSeconds(20),
          "pharos, node and jvm are up",
          () -> jobsUp(server).containsAll(Set.of("pharos", "node", "jvm")));
    }
  }

  @Test
  void the_terminal_shows_the_address_and_once_a_password_and_no_flood_of_lines() throws Exception {
    try (Server server = Server.start(Server.place(folder))) {
      String password = server.firstPassword();
      server.awaitOutput("http://127.0.0.1:" + server.port(), Duration.ofSeconds(10));
      List<String> lines = server.output().lines().toList();
      assertTrue(
          lines.size() <= 30, "a start printed " + lines.size() + " lines:\n" + server.output());
      assertEquals(0, server.stop(), server.output());

      try (Server second = server.again()) {
        second.awaitOutput("http://127.0.0.1:" + second.port(), Duration.ofSeconds(10));
        assertFalse(second.output().contains(password), "the password was shown again");
      }
      assertFalse(keeps(server.place().resolve("state"), password), "the password was stored");
    }
  }

  @Test
  void a_termination_signal_ends_it_cleanly_within_seconds() throws Exception {
    try (Server server = Server.start(Server.place(folder))) {
      long begin = System.nanoTime();
      assertEquals(0, server.stop(), server.output());
      long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
      assertTrue(seconds < 10, "took " + seconds + " s:\n" + server.output());
      assertFalse(server.output().contains("level=error"), server.output());
    }
  }

  @Test
  void an_unknown_flag_ends_with_2_and_the_usage() throws Exception {
    try (Server server = Server.launch(Server.place(folder), Server.freePort(), "--no-such-flag")) {
      assertEquals(2, server.awaitExit(Duration.ofSeconds(20)), server.output());
      assertTrue(server.output().contains("no-such-flag"), server.output());
      assertTrue(server.output().contains("--config.file"), server.output());
    }
  }

  private static Set<String> jobsUp(Server server) throws Exception {
    Set<String> jobs = new TreeSet<>();
    for (JsonObject element : server.query("up == 1")) {
      jobs.add(element.getAsJsonObject("metric").get("job").getAsString());
    }
    return jobs;
  }

  private static boolean keeps(Path folder, String text) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
            .contains(text)) {
          return true;
        }
      }
    }
    return false;
  }
}
