package dev.pharos.target.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pharos.config.api.ConfigProblem;
import dev.pharos.config.yaml.ConfigCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Holds configurations to the original's verdicts on them, as far as the sections that are here can
 * judge.
 */
class ConfigConformanceTest {

  /** Beginnings of the names of files whose mistake lies in a section nobody here reads yet. */
  private static final Map<String, String> JUDGED_ELSEWHERE =
      Map.ofEntries(
          Map.entry("agent_mode.with", "there is no agent mode yet"),
          Map.entry("azure_", "the Azure discovery"),
          Map.entry("ec2_", "the EC2 discovery"),
          Map.entry("empty_rr_config", "remote read"),
          Map.entry("empty_rw_relabel_config", "remote write"),
          Map.entry("eureka_", "the Eureka discovery"),
          Map.entry("hetzner_", "the Hetzner discovery; that the job has no name is seen"),
          Map.entry("http_token_file", "the HTTP discovery"),
          Map.entry("http_url_", "the HTTP discovery; that the job has no name is seen"),
          Map.entry("kubernetes_", "the Kubernetes discovery"),
          Map.entry("marathon_", "the Marathon discovery"),
          Map.entry("oci_", "the OCI discovery; that the job has no name is seen"),
          Map.entry("otlp_", "OTLP ingestion"),
          Map.entry("outscale_", "the Outscale discovery"),
          Map.entry("ovhcloud_", "the OVHcloud discovery; that the job has no name is seen"),
          Map.entry("puppetdb_", "the PuppetDB discovery; that the job has no name is seen"),
          Map.entry("remote_read_", "remote read"),
          Map.entry("remote_write_", "remote write"),
          Map.entry("scaleway_", "the Scaleway discovery; that the job has no name is seen"),
          Map.entry("stackit_", "the STACKIT discovery"),
          Map.entry("tracing_", "tracing"),
          Map.entry("tsdb_", "the storage's own section"),
          Map.entry("uyuni_", "the Uyuni discovery"));

  private final ScrapePools pools = new ScrapePools(InstantSource.system(), System::nanoTime);

  private Path folder;
  private JsonObject expected;

  @BeforeEach
  void find() throws IOException {
    String root = System.getenv("PHAROS_CONFORMANCE");
    Assumptions.assumeTrue(root != null, "PHAROS_CONFORMANCE is not set");
    folder = Path.of(root, "prometheus-config");
    expected =
        JsonParser.parseString(Files.readString(folder.resolve("expected.json"))).getAsJsonObject();
  }

  @AfterEach
  void close() throws InterruptedException {
    pools.close();
  }

  private ConfigCheck.Result check(Path file) {
    return ConfigCheck.prometheus(file, Map.of("scrape_configs", new ScrapeSection(pools)));
  }

  private static String text(List<ConfigProblem> problems) {
    return String.join("\n", problems.stream().map(ConfigProblem::toString).toList());
  }

  private static boolean isJudgedElsewhere(String name) {
    return JUDGED_ELSEWHERE.keySet().stream().anyMatch(name::startsWith);
  }

  private Stream<Map.Entry<String, JsonElement>> cases(boolean loads) {
    return expected.entrySet().stream()
        .filter(entry -> entry.getValue().getAsJsonObject().has("loads"))
        .filter(entry -> entry.getValue().getAsJsonObject().get("loads").getAsBoolean() == loads);
  }

  @Test
  void what_the_original_loads_is_loaded() {
    List<String> wrong = new ArrayList<>();
    cases(true)
        .forEach(
            entry -> {
              List<ConfigProblem> problems = check(folder.resolve(entry.getKey())).problems();
              if (!problems.isEmpty()) {
                wrong.add(entry.getKey() + ": " + text(problems));
              }
            });
    assertEquals(List.of(), wrong);
  }

  @Test
  void what_the_original_refuses_is_refused_for_the_same_reason() {
    List<String> wrong = new ArrayList<>();
    Set<String> judged = new TreeSet<>();
    cases(false)
        .filter(entry -> !isJudgedElsewhere(entry.getKey()))
        .forEach(
            entry -> {
              JsonObject verdict = entry.getValue().getAsJsonObject();
              String problems = text(check(folder.resolve(entry.getKey())).problems());
              boolean literal = !verdict.has("wording");
              judged.add(entry.getKey());
              if (problems.isEmpty()
                  || (literal && !problems.contains(verdict.get("error").getAsString()))) {
                wrong.add(
                    entry.getKey()
                        + ": expected "
                        + verdict.get("error").getAsString()
                        + ", found "
                        + problems);
              }
            });
    assertEquals(List.of(), wrong);
    assertTrue(judged.size() > 25, "only " + judged);
  }

  @Test
  void nothing_is_left_to_others_without_need() {
    Set<String> needless = new TreeSet<>(JUDGED_ELSEWHERE.keySet());
    cases(false).forEach(entry -> needless.removeIf(entry.getKey()::startsWith));

    assertEquals(Set.of(), needless);
  }

  @Test
  void the_large_example_shows_none_of_its_secrets() {
    String shown = check(folder.resolve("conf.good.yml")).text();

    assertEquals(29, shown.split("<secret>", -1).length - 1);
    assertFalse(shown.contains("mysecret"));
  }

  @Test
  void the_configurations_of_tutorials_are_loaded() throws IOException {
    Path quickstart = folder.resolveSibling("quickstart");
    try (Stream<Path> files = Files.list(quickstart)) {
      List<Path> configurations =
          files.filter(file -> file.getFileName().toString().startsWith("prometheus-")).toList();
      assertFalse(configurations.isEmpty());
      for (Path file : configurations) {
        assertEquals("", text(check(file).problems()), file.toString());
      }
    }
  }

  @Test
  void defaults_come_from_global_and_from_the_original() {
    JobConfig job =
        World.job("global: {scrape_interval: 5s}\nscrape_configs: [{job_name: prometheus}]\n");

    assertEquals("PT5S", job.pace().interval().toString());
    assertEquals("PT5S", job.pace().timeout().toString());
    assertEquals("/metrics", job.request().path());
    assertEquals("http", job.request().scheme());
    assertTrue(job.honorTimestamps());
    assertFalse(job.honorLabels());
  }
}
