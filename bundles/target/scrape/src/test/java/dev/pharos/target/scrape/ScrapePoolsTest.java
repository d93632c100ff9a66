package dev.pharos.target.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.ConfigParser;
import dev.pharos.config.yaml.YamlParser;
import dev.pharos.target.api.ActiveTargets.Health;
import dev.pharos.target.api.ActiveTargets.Target;
import dev.pharos.target.api.ActiveTargets.Waiting;
import dev.pharos.target.api.Discovery;
import dev.pharos.target.api.DiscoveryFactory;
import dev.pharos.target.api.PoolSource;
import dev.pharos.target.api.ScrapeBody;
import dev.pharos.target.api.ScrapeTransport;
import dev.pharos.target.api.TargetGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pools as they live: their own threads, the real clock, intervals of a tenth of a second. */
class ScrapePoolsTest {

  private static final String FAST =
      "global: {scrape_interval: 100ms, scrape_timeout: 100ms}\nscrape_configs:\n";

  private final World world = new World();
  private final ScrapePools pools = new ScrapePools(InstantSource.system(), System::nanoTime);
  private final ScrapeSection section = new ScrapeSection(pools);
  private final Transport transport = new Transport();

  /** Answers any target at once, and counts. */
  private static final class Transport implements ScrapeTransport {
    private final Map<String, AtomicInteger> fetches = new ConcurrentHashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Semaphore fetched = new Semaphore(0);
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public Client open(Optional<ConfigNode> pool) {
      opened.incrementAndGet();
      return new Client() {
        @Override
        public void fetch(Request request, ScrapeBody into) throws IOException {
          String host = request.url().getAuthority();
          fetches.computeIfAbsent(host, name -> new AtomicInteger()).incrementAndGet();
          fetched.release();
          if (broken.contains(host)) {
            throw new IOException("broken");
          }
          into.contentType("text/plain");
          into.write("a 1\n".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
          closed.incrementAndGet();
        }
      };
    }

    int of(String host) {
      return fetches.getOrDefault(host, new AtomicInteger()).get();
    }
  }

  /** Tells what the test wants it to. */
  private static final class Told implements DiscoveryFactory {
    private final LinkedBlockingQueue<List<TargetGroup>> reports = new LinkedBlockingQueue<>();
    private final AtomicInteger running = new AtomicInteger();

    @Override
    public Discovery create(ConfigNode node) {
      node.text("what");
      node.refuseUnknown();
      return this::run;
    }

    private void run(Consumer<List<TargetGroup>> updates) throws InterruptedException {
      running.incrementAndGet();
      try {
        while (true) {
          updates.accept(reports.take());
        }
      } finally {
        running.decrementAndGet();
      }
    }
  }

  @AfterEach
  void close() throws InterruptedException {
    pools.close();
  }

  private void serve() {
    pools.setWriter(world.storage);
    pools.addTransport(transport, Map.of(ScrapeTransport.SCHEME, new String[] {"http", "https"}));
  }

  private void load(String yaml) {
    ConfigParser.Parsed parsed = new YamlParser().parse("prometheus.yml", Path.of("/etc"), yaml);
    Runnable apply = section.check(parsed.mapping().orElseThrow());
    assertEquals(List.of(), parsed.problems());
    apply.run();
  }

  /** Waits for the next change that makes something true; the pools tell of changes. */
  private void await(BooleanSupplier condition) throws Exception {
    Semaphore changed = new Semaphore(0);
    try (AutoCloseable _ = pools.onChange(changed::release)) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (!condition.getAsBoolean()) {
        assertTrue(System.nanoTime() < end, "it did not come true in time: " + pools.targets());
        changed.tryAcquire(20, TimeUnit.MILLISECONDS);
      }
    }
  }

  private void awaitFetches(int count) throws InterruptedException {
    transport.fetched.drainPermits();
    assertTrue(transport.fetched.tryAcquire(count, 10, TimeUnit.SECONDS), "too few scrapes");
  }

  private static String job(String name, String... targets) {
    return "  - job_name: %s\n    static_configs: [{targets: %s}]\n"
        .formatted(name, List.of(targets));
  }

  @Test
  void targets_of_the_file_are_scraped_again_and_again() throws Exception {
    serve();
    load(FAST + job("app", "'web:80'", "'web:81'"));

    await(() -> pools.targets().stream().filter(t -> t.health() == Health.UP).count() == 2);
    awaitFetches(4);

    Target target = pools.targets().getFirst();
    assertEquals("app", target.pool());
    assertEquals("http://web:80/metrics", target.url());
    assertEquals(1, target.lastSamples());
    assertEquals("100ms", target.discovered().get("__scrape_interval__"));
    assertEquals(List.of("app"), pools.pools());
  }

  @Test
  void one_bad_target_does_not_harm_another() throws Exception {
    serve();
    transport.broken.add("web:81");
    load(FAST + job("app", "'web:80'", "'web:81'"));

    await(
        () ->
            pools.targets().stream()
                .map(Target::health)
                .toList()
                .equals(List.of(Health.UP, Health.DOWN)));

    assertEquals("broken", pools.targets().get(1).lastError());
  }

  @Test
  void a_reload_leaves_pools_alone_that_did_not_change() throws Exception {
    serve();
    load(FAST + job("one", "'web:80'") + job("two", "'web:81'"));
    await(() -> pools.targets().size() == 2);
    int opened = transport.opened.get();

    load(FAST + job("one", "'web:80'") + job("two", "'web:82'"));
    await(() -> pools.targets().get(1).url().contains("82"));
    await(() -> transport.of("web:82") > 0);

    assertEquals(opened + 1, transport.opened.get(), "only the changed pool opened a client anew");
    int before = transport.of("web:81");
    awaitFetches(4);
    assertEquals(before, transport.of("web:81"), "a target that is gone is not scraped");
  }

  @Test
  void a_job_that_is_gone_is_scraped_no_more() throws Exception {
    serve();
    load(FAST + job("one", "'web:80'") + job("two", "'web:81'"));
    await(() -> transport.of("web:81") > 0);

    load(FAST + job("one", "'web:80'"));

    await(() -> pools.pools().equals(List.of("one")));
    awaitFetches(2);
    int before = transport.of("web:81");
    awaitFetches(3);
    assertEquals(before, transport.of("web:81"));
  }

  private String last(String series) {
    try {
      List<String> values = world.values(series);
      return values.isEmpty() ? "none" : values.getLast().replaceFirst(".*:", "");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String series(String name, String instance) {
    return name + "{instance=\"" + instance + "\", job=\"app\"}";
  }

  @Test
  void series_of_a_target_that_is_gone_are_marked_stale_after_a_while() throws Exception {
    serve();
    load(FAST + job("app", "'web:80'", "'web:81'"));
    await(() -> last(series("a", "web:81")).equals("1"));

    load(FAST + job("app", "'web:80'"));

    await(() -> last(series("a", "web:81")).equals("stale"));
    assertEquals("stale", last(series("up", "web:81")));
    assertEquals("1", last(series("a", "web:80")));
  }

  @Test
  void series_of_a_job_that_is_gone_are_marked_stale_too() throws Exception {
    serve();
    load(FAST + job("app", "'web:80'"));
    await(() -> last(series("a", "web:80")).equals("1"));

    load("scrape_configs: []\n");

    await(() -> last(series("a", "web:80")).equals("stale"));
  }

  @Test
  void a_target_that_returns_meanwhile_goes_on_as_if_nothing_had_happened() throws Exception {
    serve();
    Told told = new Told();
    List<TargetGroup> there = List.of(TargetGroup.ofAddresses("s", List.of("web:80"), Map.of()));
    told.reports.add(there);
    pools.addFactory(told, Map.of(DiscoveryFactory.TYPE, "told"));
    load(
        """
        global: {scrape_interval: 2s}
        scrape_configs: [{job_name: app, told_sd_configs: [{what: x}]}]
        """);
    await(() -> last(series("a", "web:80")).equals("1"));

    told.reports.add(List.of(TargetGroup.ofAddresses("s", List.of(), Map.of())));
    await(() -> pools.targets().isEmpty());
    told.reports.add(there);
    await(() -> world.values("up", 2));

    assertTrue(world.values(series("up", "web:80")).stream().noneMatch(v -> v.contains("stale")));
  }

  @Test
  void a_pool_waits_for_the_bundle_of_its_discovery_and_starts_when_it_comes() throws Exception {
    serve();
    load(FAST + "  - job_name: found\n    told_sd_configs: [{what: x}]\n");
    assertEquals(
        List.of(new Waiting("found", "a bundle that offers told_sd_configs")), pools.waiting());
    assertEquals(
        List.of("job found: waiting for a bundle that offers told_sd_configs"), section.waiting());

    Told told = new Told();
    told.reports.add(List.of(TargetGroup.ofAddresses("s", List.of("found:1"), Map.of())));
    pools.addFactory(told, Map.of(DiscoveryFactory.TYPE, "told"));

    await(() -> transport.of("found:1") > 0);
    assertEquals(List.of(), pools.waiting());
  }

  @Test
  void targets_stay_while_the_bundle_of_their_discovery_is_replaced() throws Exception {
    serve();
    Told told = new Told();
    told.reports.add(List.of(TargetGroup.ofAddresses("s", List.of("found:1"), Map.of())));
    pools.addFactory(told, Map.of(DiscoveryFactory.TYPE, "told"));
    load(FAST + "  - job_name: found\n    told_sd_configs: [{what: x}]\n");
    await(() -> transport.of("found:1") > 0);

    pools.removeFactory(told);
    await(() -> told.running.get() == 0);
    awaitFetches(2);
    assertEquals(1, pools.targets().size());
    assertEquals(1, pools.waiting().size());

    Told next = new Told();
    next.reports.add(List.of(TargetGroup.ofAddresses("t", List.of("found:2"), Map.of())));
    pools.addFactory(next, Map.of(DiscoveryFactory.TYPE, "told"));
    await(() -> transport.of("found:2") > 0);
    assertEquals(1, pools.targets().size());
  }

  @Test
  void a_pool_waits_for_its_transport_and_for_the_storage() throws Exception {
    load(FAST + job("app", "'web:80'"));
    await(() -> pools.waiting().size() == 2);
    assertEquals(
        List.of(
            new Waiting("app", "a bundle that fetches http"), new Waiting("app", "the storage")),
        pools.waiting());
    await(() -> !pools.targets().getFirst().lastError().isEmpty());
    assertEquals(Health.UNKNOWN, pools.targets().getFirst().health());

    serve();

    await(() -> pools.targets().getFirst().health() == Health.UP);
    assertEquals(List.of(), pools.waiting());
  }

  /** A pool that no file describes. */
  private record Source(String pool, String scheme, Told told) implements PoolSource {
    @Override
    public Discovery discovery() {
      return told::run;
    }
  }

  @Test
  void services_bring_pools_that_go_with_them() throws Exception {
    serve();
    load("global: {scrape_interval: 100ms}\n");
    Told told = new Told();
    told.reports.add(List.of(TargetGroup.ofAddresses("s", List.of("self:1"), Map.of("k", "v"))));
    Source source = new Source("self", "http", told);
    pools.addSource(source);

    await(() -> pools.targets().stream().anyMatch(t -> t.health() == Health.UP));
    assertEquals("self", pools.targets().getFirst().labels().get("job"));
    assertEquals(100, pools.targets().getFirst().intervalMillis());
    assertEquals(Optional.empty(), pools.poolConfig("self"));

    pools.removeSource(source);
    await(() -> pools.pools().isEmpty() && told.running.get() == 0);
    assertEquals(List.of(), pools.targets());
  }

  @Test
  void a_job_of_the_file_takes_the_place_of_a_service_of_the_same_name() throws Exception {
    serve();
    Told told = new Told();
    told.reports.add(List.of(TargetGroup.ofAddresses("s", List.of("self:1"), Map.of())));
    pools.addSource(new Source("node", "http", told));
    load(FAST + job("node", "'web:80'"));
    await(() -> transport.of("web:80") > 0);
    assertEquals(0, transport.of("self:1"));

    load(FAST + job("other", "'web:81'"));
    await(() -> transport.of("self:1") > 0);
    assertEquals(List.of("node", "other"), pools.pools());
  }

  @Test
  void relabelling_drops_targets_and_they_can_be_seen() throws Exception {
    serve();
    load(
        FAST
            + job("app", "'web:80'", "'web:81'")
            + "    relabel_configs: [{source_labels: [__address__], regex: .*81, action: drop}]\n");

    await(() -> pools.targets().size() == 1);
    assertEquals("web:81", pools.dropped().getFirst().discovered().get("__address__"));
  }

  @Test
  void too_many_targets_are_all_down() throws Exception {
    serve();
    load(FAST + job("app", "'web:80'", "'web:81'") + "    target_limit: 1\n");

    await(() -> pools.targets().stream().filter(t -> t.health() == Health.DOWN).count() == 2);
    assertEquals(
        "target_limit exceeded (number of targets: 2, limit: 1)",
        pools.targets().getFirst().lastError());
    assertEquals(0, transport.of("web:80"));
  }

  @Test
  void closing_takes_little_time_and_closes_the_clients() throws Exception {
    serve();
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      addresses.add("'web:" + (1000 + i) + "'");
    }
    load(FAST + job("app", addresses.toArray(String[]::new)));
    await(() -> pools.targets().size() == 50);

    long start = System.nanoTime();
    pools.close();

    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2));
    assertEquals(transport.opened.get(), transport.closed.get());
  }

  @Test
  void the_configuration_of_a_pool_is_shown_without_its_secrets() {
    load("scrape_configs:\n  - job_name: app\n    basic_auth: {username: me, password: hush}\n");

    assertEquals(
        Optional.of("job_name: app\nbasic_auth:\n  username: me\n  password: <secret>\n"),
        pools.poolConfig("app"));
  }

  @Test
  void a_section_says_what_it_does_not_heed() {
    load("scrape_configs:\n  - job_name: app\n    scrape_native_histograms: true\n");

    assertEquals(
        List.of(
            "job app: waiting for the storage",
            "job app: scrape_native_histograms is accepted, but has no effect in this version"),
        section.waiting());
  }
}
