package dev.pharos.distribution.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.pharos.distribution.launcher.feature.Feature;
import dev.pharos.distribution.launcher.flags.CommandLine;
import dev.pharos.distribution.launcher.flags.FlagValues;
import dev.pharos.distribution.launcher.flags.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir Path home;

  @Test
  void a_flag_becomes_a_property_of_the_bundle_that_heeds_it() throws Exception {
    assertEquals(
        "30d",
        properties("dev.pharos.storage.tsdb", "--storage.tsdb.retention.time=30d")
            .get("retention.time"));
    assertEquals(
        true,
        properties("dev.pharos.web.prometheus", "--web.enable-lifecycle").get("enable.lifecycle"));
    assertEquals(
        7L,
        properties("dev.pharos.query.promql", "--query.max-concurrency=7").get("max.concurrency"));
  }

  @Test
  void a_flag_without_value_or_default_sets_nothing() throws Exception {
    assertFalse(properties("dev.pharos.storage.tsdb").containsKey("retention.size"));
  }

  @Test
  void a_flag_given_wins_over_a_file_and_a_file_over_the_default() throws Exception {
    cfg("dev.pharos.query.promql.cfg", "timeout = 9s\nmax.samples=9\n");

    Map<String, Object> promql = properties("dev.pharos.query.promql", "--query.timeout=3s");

    assertEquals("3s", promql.get("timeout"));
    assertEquals("9", promql.get("max.samples"));
    assertEquals("5m", promql.get("lookback.delta"));
  }

  @Test
  void a_file_wins_over_a_feature() throws Exception {
    cfg("a.b.cfg", "x=file");
    var feature =
        new Feature("g:n:1", List.of(), Map.of("a.b", Map.of("x", "feature", "y", 1L)), Map.of());

    Map<String, Object> properties =
        Settings.of(flags(), List.of(feature), folders(flags())).get("a.b");

    assertEquals(Map.of("x", "file", "y", 1L), properties);
  }

  @Test
  void a_file_named_with_a_dash_sets_up_one_part_of_a_factory() {
    assertEquals(
        "dev.pharos.http.listener~extra", Settings.pid("dev.pharos.http.listener-extra.cfg"));
    assertEquals("dev.pharos.http.listener~a-b", Settings.pid("dev.pharos.http.listener~a-b.cfg"));
    assertEquals("dev.pharos.http.server", Settings.pid("dev.pharos.http.server.cfg"));
  }

  @Test
  void features_of_the_language_go_to_PromQL_and_the_others_are_told_apart() throws Exception {
    String names = "--enable-feature=promql-experimental-functions,exemplar-storage";

    assertArrayEquals(
        new String[] {"promql-experimental-functions"},
        (Object[]) properties("dev.pharos.query.promql", names).get("enable.feature"));
    assertEquals(List.of("exemplar-storage"), Settings.otherFeatures(flags(names)));
  }

  @Test
  void each_address_makes_a_listener() throws Exception {
    var settings = settings("--web.listen-address=:9090", "--web.listen-address=[::1]:9091");

    assertEquals(
        Map.of("host", "0.0.0.0", "port", 9090, "route.prefix", ""),
        settings.get("dev.pharos.http.listener~main"));
    assertEquals(
        Map.of("host", "::1", "port", 9091, "route.prefix", ""),
        settings.get("dev.pharos.http.listener~main-2"));
  }

  @Test
  void an_address_without_a_port_is_refused_with_an_example() {
    for (String address : List.of("localhost", "9090", "localhost:", "localhost:70000")) {
      var e = assertThrows(UsageException.class, () -> settings("--web.listen-address=" + address));
      assertEquals(
          "--web.listen-address is '" + address + "'; write host:port, such as 127.0.0.1:9090",
          e.getMessage());
    }
  }

  @Test
  void the_prefix_is_the_one_given_or_the_path_of_the_external_url() throws Exception {
    assertEquals("", Settings.routePrefix(flags()));
    assertEquals("/p", Settings.routePrefix(flags("--web.external-url=https://x.org/p/")));
    assertEquals(
        "",
        Settings.routePrefix(flags("--web.external-url=https://x.org/p", "--web.route-prefix=/")));
    assertEquals("/a/b", Settings.routePrefix(flags("--web.route-prefix=a/b")));
  }

  @Test
  void a_duration_in_whole_seconds_is_at_least_one() {
    assertEquals(300, Settings.seconds("5m"));
    assertEquals(5400, Settings.seconds("1h30m"));
    assertEquals(1, Settings.seconds("100ms"));
    assertEquals(90061, Settings.seconds("1d1h1m1s"));
  }

  @Test
  void all_flags_are_handed_on_as_json() throws Exception {
    Map<String, Object> web = properties("dev.pharos.web.prometheus", "--query.timeout=3s");

    var flags = JsonParser.parseString(String.valueOf(web.get("flags"))).getAsJsonObject();
    assertEquals("3s", flags.get("query.timeout").getAsString());
    assertEquals("data/", flags.get("storage.tsdb.path").getAsString());
    assertFalse(flags.has("help"));
  }

  @Test
  void state_stands_beside_data_and_bears_its_name_if_that_is_another() {
    assertEquals(Path.of("/var/pharos/state"), Folders.stateBeside(Path.of("/var/pharos/data")));
    assertEquals(Path.of("/tmp/a1-state"), Folders.stateBeside(Path.of("/tmp/a1")));
  }

  @Test
  void the_distribution_brings_a_configuration_for_those_who_have_none() throws Exception {
    assertEquals(
        home.resolve("conf/prometheus.yml").toString(),
        properties("dev.pharos.config.yaml").get("prometheus.file"));
    assertEquals(
        home.resolve("mine.yml").toString(),
        properties("dev.pharos.config.yaml", "--config.file=mine.yml").get("prometheus.file"));

    Files.createFile(home.resolve("prometheus.yml"));
    assertEquals(
        home.resolve("prometheus.yml").toString(),
        properties("dev.pharos.config.yaml").get("prometheus.file"));
  }

  @Test
  void our_other_files_stand_beside_Prometheus_s() throws Exception {
    Map<String, Object> yaml =
        properties("dev.pharos.config.yaml", "--config.file=/etc/p/prometheus.yml");

    assertEquals("/etc/p/alertmanager.yml", yaml.get("alertmanager.file"));
    assertEquals("/etc/p/pharos.yml", yaml.get("pharos.file"));
    assertTrue(settings().containsKey("dev.pharos.document.files"));
  }

  private Map<String, Object> properties(String pid, String... arguments)
      throws UsageException, IOException {
    return settings(arguments).getOrDefault(pid, Map.of());
  }

  private Map<String, Map<String, Object>> settings(String... arguments)
      throws UsageException, IOException {
    FlagValues flags = flags(arguments);
    return Settings.of(flags, List.of(), folders(flags));
  }

  private Folders folders(FlagValues flags) {
    return Folders.of(flags, home, home);
  }

  private static FlagValues flags(String... arguments) throws UsageException {
    return CommandLine.parse(List.of(arguments));
  }

  private void cfg(String name, String text) throws IOException {
    Files.createDirectories(home.resolve("etc"));
    Files.writeString(home.resolve("etc").resolve(name), text);
  }
}
