package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sample that could be queried before the process was killed can be queried afterwards. */
class KillIT {

  private static final int KILLS = Integer.getInteger("itest.kills", 20);

  @TempDir Path folder;

  @Test
  void killed_again_and_again_under_scraping_it_loses_no_sample_that_was_there() throws Exception {
    long seed = Long.getLong("itest.seed", System.nanoTime());
    Random random = new Random(seed);
    Path place = Server.place(folder);
    Files.writeString(
        place.resolve("conf/prometheus.yml"),
        "global:\n  scrape_interval: 250ms\n  scrape_timeout: 250ms\n");
    Map<String, String> known = new HashMap<>();
    Server server = Server.start(place);
    try {
      for (int kill = 1; kill <= KILLS; kill++) {
        String when = "kill " + kill + " of seed " + seed;
        int before = known.size();
        Server running = server;
        Eventually.within(
            Duration.ofSeconds(20), "new samples: " + when, () -> read(running).size() > before);
        LockSupport.parkNanos(random.nextLong(300_000_000));
        known.putAll(read(server));
        server.kill();
        server = server.again();
        Map<String, String> now = read(server);
        known.forEach(
            (sample, value) ->
                assertTrue(
                    value.equals(now.get(sample)), when + " lost " + sample + " = " + value));
      }
    } finally {
      server.close();
    }
  }

  /** All samples of some series that change with each scrape: series and time to value. */
  private static Map<String, String> read(Server server) throws Exception {
    Map<String, String> samples = new HashMap<>();
    String selector =
        Server.encode(
            "{__name__=~\"up|scrape_duration_seconds|node_time_seconds|node_intr_total\"}[10m]");
    JsonArray series =
        server.api("query?query=" + selector).getAsJsonObject().getAsJsonArray("result");
    for (JsonElement element : series) {
      JsonObject one = element.getAsJsonObject();
      for (JsonElement pair : one.getAsJsonArray("values")) {
        JsonArray sample = pair.getAsJsonArray();
        samples.put(one.get("metric") + "@" + sample.get(0), sample.get(1).getAsString());
      }
    }
    return samples;
  }
}
