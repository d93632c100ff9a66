package dev.pharos.config.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.ConfigSection;
import dev.pharos.config.api.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

  @TempDir Path dir;

  private ConfigLoader loader;
  private final List<String> applied = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void make() {
    loader =
        new ConfigLoader(
            Map.of(
                FileKind.PROMETHEUS, dir.resolve("prometheus.yml"),
                FileKind.ALERTMANAGER, dir.resolve("alertmanager.yml"),
                FileKind.PHAROS, dir.resolve("pharos.yml")),
            InstantSource.fixed(Instant.ofEpochMilli(1234)),
            name -> name.equals("REGION") ? "eu" : "");
  }

  @AfterEach
  void close() throws InterruptedException {
    loader.close();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(dir.resolve(name), text);
  }

  /** Owns a key whose value is a mapping with a text named {@code value}. */
  private ConfigSection owner(String file, String key) {
    ConfigSection section =
        root -> {
          String value =
              root.section(key)
                  .map(
                      node -> {
                        String text = node.requiredText("value");
                        node.refuseUnknown();
                        return text;
                      })
                  .orElse("none");
          return () -> applied.add(key + "=" + value);
        };
    loader.addSection(section, Map.of(ConfigSection.FILE, file, ConfigSection.KEY, key));
    return section;
  }

  private List<String> refused() {
    return assertThrows(InvalidConfigException.class, loader::reload).problems().stream()
        .map(problem -> problem.toString().replace(dir + "/", ""))
        .toList();
  }

  @Test
  void sections_of_all_files_are_applied() throws Exception {
    owner("prometheus", "storage");
    owner("alertmanager", "route");
    owner("pharos", "ours");
    write("prometheus.yml", "storage: {value: a}\n");
    write("alertmanager.yml", "route: {value: b}\n");

    loader.load();

    assertEquals(List.of("storage=a", "route=b", "ours=none"), applied);
    assertTrue(loader.isLoaded());
    assertEquals(1234, loader.files().getFirst().appliedAtMillis());
  }

  @Test
  void an_empty_file_means_the_defaults() throws Exception {
    owner("prometheus", "storage");
    write("prometheus.yml", "# nothing yet\n");

    loader.load();

    assertEquals(List.of("storage=none"), applied);
    assertEquals("", loader.files().getFirst().text());
  }

  @Nested
  class A_mistake_anywhere {

    @Test
    void keeps_all_of_the_old_configuration_in_force() throws Exception {
      owner("prometheus", "storage");
      owner("pharos", "ours");
      write("prometheus.yml", "storage: {value: a}\n");
      loader.load();
      applied.clear();

      write("prometheus.yml", "storage: {value: b}\n");
      write("pharos.yml", "ours: {valu: c}\n");

      assertEquals(
          List.of(
              "pharos.yml:1:7: ours.value: value is empty; give it a value",
              "pharos.yml:1:8: ours.valu: field valu not found: no such setting here; did you mean"
                  + " value?"),
          refused());
      assertEquals(List.of(), applied);
      assertEquals("storage:\n  value: a\n", loader.file("prometheus").orElseThrow().text());
      assertEquals(2, loader.file("pharos").orElseThrow().problems().size());
      assertFalse(loader.lastSucceeded());
      assertTrue(loader.isLoaded());
    }

    @Test
    void is_told_together_with_all_others() throws Exception {
      write(
          "prometheus.yml",
          """
          global:
            scrape_interval: 5x
            scrape_timeout: 10s
            nonexistent_field: test
          scrape_config: []
          """);

      assertEquals(
          List.of(
              "prometheus.yml:2:20: global.scrape_interval: not a valid duration string: \"5x\";"
                  + " write a number and a unit, the largest first, such as 1h30m, 15s or 250ms",
              "prometheus.yml:4:3: global.nonexistent_field: field nonexistent_field not found: no"
                  + " such setting here; remove it",
              "prometheus.yml:5:1: scrape_config: field scrape_config not found: no such setting"
                  + " here; did you mean scrape_configs?"),
          refused());
    }

    @Test
    void is_forgotten_once_it_is_mended() throws Exception {
      write("prometheus.yml", "what: 1\n");
      refused();
      write("prometheus.yml", "");

      loader.reload();

      assertEquals(List.of(), loader.file("prometheus").orElseThrow().problems());
      assertTrue(loader.lastSucceeded());
    }

    @Test
    void of_a_bundle_is_a_problem_and_nothing_worse() throws Exception {
      loader.addSection(
          root -> {
            throw new IllegalStateException("oops");
          },
          Map.of(ConfigSection.FILE, "prometheus", ConfigSection.KEY, "storage"));
      write("prometheus.yml", "storage: {}\n");

      assertEquals(
          List.of(
              "prometheus.yml:1:10: storage: the bundle that reads this failed:"
                  + " java.lang.IllegalStateException: oops; report this as a fault of the bundle;"
                  + " the log has its details"),
          refused());
    }
  }

  @Test
  void a_missing_prometheus_file_is_a_mistake_and_the_others_need_not_be_there() {
    var e = assertThrows(InvalidConfigException.class, loader::load);

    assertEquals(
        "configuration refused:\n  "
            + dir
            + "/prometheus.yml:1:1: file: there is no such file; create it, or name another:"
            + " --config.file=PATH",
        e.getMessage());
    assertFalse(loader.isLoaded());
  }

  @Test
  void sections_whose_owner_is_absent_wait_for_it() throws Exception {
    owner("prometheus", "storage");
    write("prometheus.yml", "storage: {value: a}\nrule_files: [x]\nglobal: {}\nruntime: {}\n");

    loader.load();

    assertEquals(
        List.of("rule_files: waiting for a bundle that reads it"),
        loader.files().getFirst().waiting());
  }

  @Nested
  class A_section_that_comes_late {

    private void awaitLate() throws InterruptedException, IOException {
      // Loading happens on one thread in order: a section behind the late one is applied after it.
      CountDownLatch done = new CountDownLatch(1);
      loader.addSection(
          root -> done::countDown,
          Map.of(ConfigSection.FILE, "prometheus", ConfigSection.KEY, "tracing"));
      assertTrue(done.await(10, TimeUnit.SECONDS));
    }

    @Test
    void is_applied_alone() throws Exception {
      owner("prometheus", "storage");
      write("prometheus.yml", "storage: {value: a}\notlp: {value: b}\n");
      loader.load();

      owner("prometheus", "otlp");
      awaitLate();

      assertEquals(List.of("storage=a", "otlp=b"), applied);
      assertEquals(List.of(), loader.files().getFirst().waiting());
    }

    @Test
    void and_cannot_use_its_part_harms_nobody_else() throws Exception {
      owner("prometheus", "storage");
      write("prometheus.yml", "storage: {value: a}\notlp: {wrong: b}\n");
      loader.load();

      owner("prometheus", "otlp");
      awaitLate();

      assertEquals(List.of("storage=a"), applied);
      List<String> waiting = loader.files().getFirst().waiting();
      assertEquals(2, waiting.size());
      assertTrue(waiting.getFirst().contains("otlp.value: value is empty"), waiting.toString());
      assertTrue(loader.lastSucceeded());
    }

    @Test
    void is_read_with_the_others_at_the_next_reload() throws Exception {
      write("prometheus.yml", "otlp: {value: b}\n");
      loader.load();
      owner("prometheus", "otlp");
      awaitLate();
      applied.clear();

      loader.reload();

      assertEquals(List.of("otlp=b"), applied);
    }
  }

  @Test
  void a_section_that_is_gone_is_asked_no_more() throws Exception {
    ConfigSection section = owner("prometheus", "storage");
    write("prometheus.yml", "storage: {wrong: a}\n");
    loader.removeSection(section);

    loader.load();

    assertEquals(List.of(), applied);
  }

  @Test
  void environment_variables_are_filled_into_external_labels_alone() throws Exception {
    List<Map<String, String>> seen = new ArrayList<>();
    loader.addSection(
        root -> {
          ConfigNode global = root.section("global").orElseThrow();
          seen.add(global.textMap("external_labels"));
          seen.add(Map.of("log", global.text("query_log_file", "")));
          return () -> {};
        },
        Map.of(ConfigSection.FILE, "prometheus", ConfigSection.KEY, "storage"));
    write(
        "prometheus.yml",
        "global: {external_labels: {region: '${REGION}', x: $$y}, query_log_file: '$REGION'}\n");

    loader.load();

    assertEquals(List.of(Map.of("region", "eu", "x", "$y"), Map.of("log", "$REGION")), seen);
    assertTrue(loader.files().getFirst().text().contains("${REGION}"), "shown as it was written");
  }

  @Nested
  class Scrape_configurations_in_files_of_their_own {

    private final List<String> jobs = new ArrayList<>();

    @BeforeEach
    void own() {
      loader.addSection(
          root -> {
            jobs.clear();
            for (ConfigNode job : root.sections("scrape_configs")) {
              jobs.add(job.text("job_name", "") + " in " + job.resolve("x").getParent());
              job.refuseUnknown();
            }
            return () -> {};
          },
          Map.of(ConfigSection.FILE, "prometheus", ConfigSection.KEY, "scrape_configs"));
    }

    @Test
    void come_after_those_of_the_main_file() throws Exception {
      Files.createDirectory(dir.resolve("jobs"));
      write("jobs/b.yml", "scrape_configs: [{job_name: b}]\n");
      write("jobs/a.yml", "scrape_configs: [{job_name: a1}, {job_name: a2}]\n");
      write(
          "prometheus.yml",
          "scrape_config_files: ['jobs/*.yml', 'missing.yml']\nscrape_configs: [{job_name: x}]\n");

      loader.load();

      assertEquals(
          List.of(
              "x in " + dir,
              "a1 in " + dir.resolve("jobs"),
              "a2 in " + dir.resolve("jobs"),
              "b in " + dir.resolve("jobs")),
          jobs);
    }

    @Test
    void are_told_by_the_file_their_mistakes_are_in() throws Exception {
      write("extra.yml", "scrape_configs:\n  - job_name: b\n    nme: c\nglobal: {}\n");
      write("prometheus.yml", "scrape_config_files: [extra.yml]\n");

      assertEquals(
          List.of(
              "extra.yml:3:5: scrape_configs[0].nme: field nme not found: no such setting here;"
                  + " remove it",
              "extra.yml:4:1: global: field global not found: such a file holds scrape_configs"
                  + " alone; move it to the main file"),
          refused());
    }

    @Test
    void are_named_by_patterns_with_a_wildcard_in_the_last_part_alone() throws Exception {
      write("prometheus.yml", "scrape_config_files: ['a/*/b.yml']\n");

      assertEquals(
          List.of(
              "prometheus.yml:1:23: scrape_config_files: invalid scrape config file path"
                  + " \"a/*/b.yml\"; use * in the last part of the path alone"),
          refused());
    }
  }

  @Test
  void the_commands_tell_what_is_wrong() throws Exception {
    write("prometheus.yml", "x: 1\n");

    var e = assertThrows(InvalidConfigException.class, new LoadCommand(loader)::call);
    assertTrue(String.valueOf(e.getMessage()).startsWith("configuration refused:\n"));
    assertThrows(InvalidConfigException.class, new ReloadCommand(loader)::call);

    write("prometheus.yml", "");
    assertEquals("configuration loaded", new LoadCommand(loader).call());
    assertEquals("configuration reloaded", new ReloadCommand(loader).call());
  }
}
