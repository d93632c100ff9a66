package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A broken configuration is refused in words that lead to its cure, and nothing is lost by it. */
class BadConfigurationIT {

  private static final String GOOD = "global:\n  scrape_interval: 1s\n";

  @TempDir Path folder;

  /** The texts have a line each for what is wrong, so that the position is known. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "bad YAML      | global:\\n  scrape_interval: [1s\\n                              | :3:1 | close the bracket",
        "unknown field | global:\\n  scrape_intervall: 1s\\n                              | :2:3 | scrape_interval",
        "wrong type    | global:\\n  scrape_interval: often\\n                            | :2:20 | 15s",
        "duplicate job | scrape_configs:\\n  - job_name: a\\n  - job_name: a\\n           | :3:15 | a",
      })
  void a_broken_file_at_start_ends_with_2_and_names_place_and_remedy(
      String what, String text, String position, String remedy) throws Exception {
    Path place = Server.place(folder);
    Path config = place.resolve("conf/prometheus.yml");
    Files.writeString(config, text.replace("\\n", "\n"));
    try (Server server = Server.launch(place, Server.freePort())) {
      assertEquals(2, server.awaitExit(Duration.ofSeconds(30)), server.output());
      assertTrue(server.output().contains("prometheus.yml" + position), server.output());
      assertTrue(remedy == null || server.output().contains(remedy), server.output());
    }
  }

  @Test
  void a_broken_file_at_reload_is_refused_and_the_old_one_stays_in_force() throws Exception {
    Path place = Server.place(folder);
    Path config = place.resolve("conf/prometheus.yml");
    Files.writeString(config, GOOD);
    try (Server server = Server.start(place, "--web.enable-lifecycle")) {
      Server.replace(config, "global:\n  scrape_intervall: 9s\n");

      var answer = server.post("/-/reload");
      assertEquals(500, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains("prometheus.yml:2:3"), answer.body());
      assertTrue(answer.body().contains("scrape_interval"), answer.body());

      server.hangUp();
      server.awaitOutput("prometheus.yml:2:3", Duration.ofSeconds(10));
      String inForce = server.api("status/config").getAsJsonObject().get("yaml").getAsString();
      assertTrue(inForce.contains("1s") && !inForce.contains("9s"), inForce);
      assertEquals(200, server.get("/-/ready").statusCode());

      Server.replace(config, GOOD.replace("1s", "3s"));
      assertEquals(200, server.post("/-/reload").statusCode());
      inForce = server.api("status/config").getAsJsonObject().get("yaml").getAsString();
      assertTrue(inForce.contains("3s"), inForce);
    }
  }
}
