package dev.pharos.distribution.launcher.flags;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FlagsTest {

  /** Prometheus 3.14's flags with the defaults that its help shows; empty where it shows none. */
  private static final String PROMETHEUS =
      """
          version=
          config.file=prometheus.yml
          config.auto-reload=false
          config.auto-reload-interval=30s
          web.listen-address=0.0.0.0:9090
          auto-gomaxprocs=true
          auto-gomemlimit=true
          auto-gomemlimit.ratio=0.9
          auto-gomemlimit.refresh-interval=0s
          web.config.file=
          web.read-timeout=5m
          web.max-connections=512
          web.max-notifications-subscribers=16
          web.external-url=
          web.route-prefix=
          web.user-assets=
          web.enable-lifecycle=false
          web.enable-admin-api=false
          web.enable-remote-write-receiver=false
          web.remote-write-receiver.accepted-protobuf-messages=prometheus.WriteRequest
          web.enable-otlp-receiver=false
          web.console.templates=consoles
          web.console.libraries=console_libraries
          web.page-title=Prometheus Time Series Collection and Processing Server
          web.cors.origin=.*
          storage.remote.flush-deadline=1m
          enable-feature=
          agent=
          log.level=info
          log.format=logfmt
          storage.tsdb.path=data/
          storage.tsdb.retention.time=
          storage.tsdb.retention.size=
          storage.tsdb.no-lockfile=false
          storage.tsdb.head-chunks-write-queue-size=0
          storage.tsdb.delay-compact-file.path=
          storage.remote.read-sample-limit=5e7
          storage.remote.read-concurrent-limit=10
          storage.remote.read-max-bytes-in-frame=1048576
          web.search.max-limit=10000
          rules.alert.for-outage-tolerance=1h
          rules.alert.for-grace-period=10m
          rules.alert.resend-delay=1m
          rules.max-concurrent-evals=4
          alertmanager.notification-queue-capacity=10000
          alertmanager.notification-batch-size=256
          alertmanager.drain-notification-queue-on-shutdown=true
          query.lookback-delta=5m
          query.timeout=2m
          query.max-concurrency=20
          query.max-samples=50000000
          storage.agent.path=data-agent/
          storage.agent.wal-compression=true
          storage.agent.retention.min-time=5m
          storage.agent.retention.max-time=4h
          storage.agent.checkpoint-from-in-memory-series=false
          storage.agent.checkpoint-batch-size=1000
          storage.agent.no-lockfile=false
          storage.tsdb.min-block-duration=2h
          storage.tsdb.max-block-duration=
          storage.tsdb.max-block-chunk-segment-size=
          storage.tsdb.wal-segment-size=
          storage.tsdb.wal-compression=true
          storage.tsdb.wal-compression-type=
          storage.tsdb.allow-overlapping-compaction=true
          storage.tsdb.samples-per-chunk=120
          storage.tsdb.delayed-compaction.max-percent=10
          storage.tsdb.block-reload-interval=1m
          storage.agent.wal-compression-type=
          scrape.adjust-timestamps=
          scrape.timestamp-tolerance=
          scrape.discovery-reload-interval=5s
          write-documentation=
          """;

  /** Where we differ on purpose, or say what Prometheus leaves out. */
  private static final Map<String, String> OURS =
      Map.of(
          "version", "false",
          "agent", "false",
          "web.listen-address", "127.0.0.1:9090",
          "storage.tsdb.wal-compression-type", "snappy",
          "storage.agent.wal-compression-type", "snappy",
          "scrape.adjust-timestamps", "true",
          "scrape.timestamp-tolerance", "2ms",
          "write-documentation", "false");

  private static final Path PARITY = Path.of("../../docs/parity/prometheus-flags.md");

  @Test
  void every_flag_of_Prometheus_is_there_with_its_default() {
    assertAll(
        prometheus().entrySet().stream()
            .map(
                flag ->
                    () -> {
                      Flag ours = Flags.TABLE.get(flag.getKey());
                      assertNotNull(ours, "--" + flag.getKey());
                      assertEquals(
                          OURS.getOrDefault(flag.getKey(), flag.getValue()),
                          ours.defaultValue(),
                          "--" + flag.getKey());
                    }));
  }

  @Test
  void every_other_flag_is_marked_as_ours() {
    Set<String> theirs = prometheus().keySet();

    for (Flag flag : Flags.TABLE.values()) {
      assertEquals(
          !theirs.contains(flag.name()) && !flag.name().equals("help"),
          flag.audience() == Flag.Audience.PHAROS,
          "--" + flag.name());
    }
  }

  @Test
  void every_default_is_a_value_that_the_flag_accepts() {
    for (Flag flag : Flags.TABLE.values()) {
      if (!flag.defaultValue().isEmpty()) {
        assertEquals("", flag.fault(flag.defaultValue()), "--" + flag.name());
      }
    }
  }

  @Test
  void the_help_shows_all_but_the_hidden_flags() {
    String help = Usage.text();

    for (Flag flag : Flags.TABLE.values()) {
      assertEquals(
          !flag.hidden(),
          help.lines().anyMatch(line -> line.matches(".*--(\\[no-])?" + flag.name() + "(=.*)?$")),
          "--" + flag.name());
    }
  }

  @Test
  void the_help_fits_a_page_of_100_columns() {
    assertTrue(Usage.text().lines().allMatch(line -> line.length() <= 100));
  }

  @Test
  void a_flag_of_agents_is_out_of_place_in_a_server_and_the_other_way_round()
      throws UsageException {
    assertEquals(
        List.of("--storage.agent.path"),
        CommandLine.parse(List.of("--storage.agent.path=x", "--log.level=warn")).misplaced());
    assertEquals(
        List.of("--storage.tsdb.path"),
        CommandLine.parse(List.of("--agent", "--storage.tsdb.path=x")).misplaced());
    assertFalse(CommandLine.parse(List.of("--agent")).withoutEffect().isEmpty());
  }

  @Test
  void the_parity_list_says_of_each_flag_whether_it_is_heeded() throws IOException {
    Map<String, String> states = new TreeMap<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `--([^`]+)` \\| (\\w+) \\|").matcher(Files.readString(PARITY));
    while (row.find()) {
      states.put(row.group(1), row.group(2));
    }

    assertEquals(prometheus().keySet(), states.keySet());
    for (String name : states.keySet()) {
      boolean heeded =
          switch (flag(name).effect()) {
            case Flag.Effect.Setting setting -> true;
            case Flag.Effect.Launch launch -> true;
            case Flag.Effect.Moot moot -> false;
            case Flag.Effect.Pending pending -> false;
            case Flag.Effect.Refused refused -> false;
          };
      assertEquals(!heeded, "not".equals(states.get(name)), "--" + name);
    }
  }

  private static Flag flag(String name) {
    Flag flag = Flags.TABLE.get(name);
    assertNotNull(flag, "--" + name);
    return flag;
  }

  private static Map<String, String> prometheus() {
    Map<String, String> flags = new TreeMap<>();
    PROMETHEUS
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              flags.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            });
    return flags;
  }
}
