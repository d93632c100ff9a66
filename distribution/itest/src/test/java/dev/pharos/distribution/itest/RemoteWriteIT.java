package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's prometheus writes what it scrapes to the shipped server. */
class RemoteWriteIT {

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void every_sample_that_the_original_sends_is_there_with_its_value() throws Exception {
    String program = Peers.program("prometheus");
    Path place = Server.place(folder.resolve("receiver"));
    try (Server server = Server.start(place, "--web.enable-remote-write-receiver")) {
      int port = Server.freePort();
      Process sender = start(program, port, server.port());
      try {
        Eventually.within(
            Duration.ofSeconds(60),
            "the sender has scraped itself ten times",
            () -> samples(port, "up{job=\"itself\"}").size() >= 10);
        Map<String, String> sent = samples(port, "{job=\"itself\"}");
        Eventually.within(
            Duration.ofSeconds(60),
            "all of " + sent.size() + " samples have come",
            () -> received(server).keySet().containsAll(sent.keySet()));
        Map<String, String> received = received(server);
        received.keySet().retainAll(sent.keySet());
        assertEquals(sent, received);
      } finally {
        sender.destroyForcibly().waitFor();
      }
    }
  }

  private Process start(String program, int port, int receiver) throws Exception {
    String yaml =
        """
        global:
          scrape_interval: 500ms
          scrape_timeout: 500ms
          external_labels: {sender: debian}
        scrape_configs:
        - job_name: itself
          static_configs:
          - targets: ['127.0.0.1:%d']
        remote_write:
        - url: http://127.0.0.1:%d/api/v1/write
          queue_config: {batch_send_deadline: 200ms, max_backoff: 200ms}
        """
            .formatted(port, receiver);
    Path config = Files.writeString(folder.resolve("sender.yml"), yaml);
    return new ProcessBuilder(
            program,
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("sender"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("sender.log").toFile())
        .start();
  }

  private Map<String, String> received(Server server) throws Exception {
    return samples(server.port(), "{job=\"itself\",sender=\"debian\"}");
  }

  /** The samples of the last minutes: series and time to value, without the sender's own label. */
  private Map<String, String> samples(int port, String selector) throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:" + port + "/api/v1/query?query=" + Server.encode(selector + "[5m]"));
    String answer =
        http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).body();
    JsonArray result =
        JsonParser.parseString(answer)
            .getAsJsonObject()
            .getAsJsonObject("data")
            .getAsJsonArray("result");
    Map<String, String> samples = new TreeMap<>();
    for (JsonElement element : result) {
      JsonObject series = element.getAsJsonObject();
      Map<String, String> labels = new TreeMap<>();
      series
          .getAsJsonObject("metric")
          .entrySet()
          .forEach(label -> labels.put(label.getKey(), label.getValue().getAsString()));
      labels.remove("sender");
      for (JsonElement pair : series.getAsJsonArray("values")) {
        JsonArray sample = pair.getAsJsonArray();
        samples.put(labels + "@" + sample.get(0).getAsString(), sample.get(1).getAsString());
      }
    }
    return samples;
  }
}
