package dev.pharos.target.scrape;

import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.StorageRole;
import dev.pharos.target.api.ActiveTargets;
import dev.pharos.target.api.Discovery;
import dev.pharos.target.api.DiscoveryFactory;
import dev.pharos.target.api.PoolSource;
import dev.pharos.target.api.ScrapeTransport;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * All scrape pools: those of the file, and those of services that bring one.
 *
 * <p>Pools come and go on one virtual thread alone, in the order of the events that cause it.
 */
@Component(
    service = {ActiveTargets.class, ScrapePools.class},
    immediate = true)
public final class ScrapePools implements ActiveTargets, Surroundings {

  private static final System.Logger LOG = System.getLogger(ScrapePools.class.getName());
  private static final Duration STOP = Duration.ofSeconds(4);

  private final InstantSource clock;
  private final LongSupplier nanos;
  private final ScrapeMetrics metrics = new ScrapeMetrics();
  private final ChangeNotices notices = new ChangeNotices();
  private final ExecutorService changes =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("scrape-pools").factory());

  private final Map<String, DiscoveryFactory> factories = new ConcurrentHashMap<>();
  private final Map<String, ScrapeTransport> transports = new ConcurrentHashMap<>();
  private volatile @Nullable SampleWriter writer;

  /** Changed on the one thread alone. */
  private final Map<String, ScrapePool> pools = new ConcurrentSkipListMap<>();

  /** Pools that were closed, until all of their series are marked stale. */
  private final Set<ScrapePool> leaving = ConcurrentHashMap.newKeySet();

  private final Set<PoolSource> sources = new LinkedHashSet<>();
  private final Map<PoolSource, Supplier<Discovery>> discoveries = new LinkedHashMap<>();
  private JobConfigs configs = JobConfigs.NONE;
  private boolean configured;

  @Activate
  public ScrapePools() {
    this(InstantSource.system(), System::nanoTime);
  }

  /** For tests, which choose the clocks. */
  ScrapePools(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    registerGauges();
  }

  @Deactivate
  public void close() throws InterruptedException {
    changes.shutdownNow();
    notices.close();
    List<ScrapePool> open = List.copyOf(pools.values());
    open.forEach(pool -> pool.close(false));
    leaving.forEach(ScrapePool::abandonLeaving);
    long end = System.nanoTime() + STOP.toNanos();
    for (ScrapePool pool : open) {
      Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
      if (!pool.join(left)) {
        LOG.log(Level.WARNING, "Scrapes of job " + pool.job().job() + " do not come to an end");
      }
    }
  }

  @Reference(
      target = StorageRole.MAIN_FILTER,
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setWriter(SampleWriter service) {
    writer = service;
  }

  void unsetWriter(SampleWriter service) {
    if (writer == service) {
      writer = null;
    }
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addFactory(DiscoveryFactory factory, Map<String, Object> properties) {
    for (String type : ServiceNames.of(properties, DiscoveryFactory.TYPE)) {
      factories.put(type, factory);
    }
    later(() -> pools.values().forEach(ScrapePool::startDiscoveries));
  }

  void removeFactory(DiscoveryFactory factory) {
    factories.values().removeIf(present -> present == factory);
    later(() -> pools.values().forEach(ScrapePool::startDiscoveries));
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addTransport(ScrapeTransport transport, Map<String, Object> properties) {
    for (String scheme : ServiceNames.of(properties, ScrapeTransport.SCHEME)) {
      transports.put(scheme, transport);
    }
    later(() -> pools.values().forEach(ScrapePool::news));
  }

  void removeTransport(ScrapeTransport transport) {
    transports.values().removeIf(present -> present == transport);
    later(() -> pools.values().forEach(ScrapePool::news));
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addSource(PoolSource source) {
    later(
        () -> {
          sources.add(source);
          arrange();
        });
  }

  void removeSource(PoolSource source) {
    later(
        () -> {
          sources.remove(source);
          arrange();
        });
  }

  private void registerGauges() {
    metrics
        .registry()
        .gauge(
            "prometheus_target_scrape_pool_targets",
            "Current number of targets in this scrape pool.",
            List.of("scrape_job"),
            values -> pools.forEach((name, pool) -> values.add(pool.targets().size(), name)));
    metrics
        .registry()
        .gauge(
            "prometheus_target_scrape_pool_target_limit",
            "Maximum number of targets allowed in this scrape pool.",
            List.of("scrape_job"),
            values ->
                pools.forEach((name, pool) -> values.add(pool.job().limits().targets(), name)));
    metrics
        .registry()
        .gauge(
            "prometheus_sd_discovered_targets",
            "Current number of discovered targets.",
            List.of("name", "config"),
            values -> pools.forEach((name, pool) -> values.add(pool.discovered(), "scrape", name)));
    metrics
        .registry()
        .gauge(
            "prometheus_target_metadata_cache_entries",
            "Total number of metric metadata entries in the cache.",
            List.of("scrape_job"),
            values ->
                pools.forEach(
                    (name, pool) ->
                        values.add(
                            pool.targets().stream().mapToInt(TargetScraper::metadataSize).sum(),
                            name)));
  }

  private void later(Runnable change) {
    try {
      changes.execute(
          () -> {
            try {
              change.run();
            } catch (RuntimeException e) {
              LOG.log(Level.ERROR, "Scrape pools could not follow a change", e);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "Scraping has ended; a change came too late");
    }
  }

  /** Puts a configuration into force; when this returns, its pools are there. */
  void apply(JobConfigs next) {
    try {
      changes
          .submit(
              () -> {
                configs = next;
                configured = true;
                arrange();
              })
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("scrape pools could not be arranged", e.getCause());
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "Scraping has ended; a configuration came too late");
    }
  }

  /** Makes the pools be what the configuration and the services say. */
  private void arrange() {
    if (!configured) {
      return;
    }
    Map<String, JobConfig> wanted = new TreeMap<>();
    Map<String, PoolSource> wantedSources = new TreeMap<>();
    for (PoolSource source : sources) {
      wantedSources.putIfAbsent(source.pool(), source);
    }
    wantedSources.forEach(
        (name, source) ->
            wanted.put(name, JobConfig.ofSource(name, source.scheme(), configs.pace())));
    for (JobConfig job : configs.jobs()) {
      wanted.put(job.job(), job);
      wantedSources.remove(job.job());
    }
    discoveries.keySet().retainAll(wantedSources.values());
    pools
        .values()
        .removeIf(
            pool -> {
              PoolSource source = wantedSources.get(pool.job().job());
              boolean sameKind =
                  source == null
                      ? !pool.hasSource()
                      : pool.hasSource()
                          && discoveries.containsKey(source)
                          && pool.isFromSource(discoveries.get(source));
              boolean gone = !wanted.containsKey(pool.job().job()) || !sameKind;
              if (gone) {
                pool.close(true);
                leaving.add(pool);
              }
              return gone;
            });
    wanted.forEach((name, job) -> put(name, job, wantedSources.get(name)));
    leaving.removeIf(ScrapePool::hasEnded);
    notices.changed();
  }

  private void put(String name, JobConfig job, @Nullable PoolSource source) {
    ScrapePool present = pools.get(name);
    if (present == null) {
      Supplier<Discovery> discovery = null;
      if (source != null) {
        discovery = source::discovery;
        discoveries.put(source, discovery);
      }
      ScrapePool pool = new ScrapePool(job, discovery, this);
      pools.put(name, pool);
      pool.start();
    } else if (!present.job().identity().equals(job.identity())) {
      present.reload(job);
    }
  }

  @Override
  public @Nullable SampleWriter writer() {
    return writer;
  }

  @Override
  public @Nullable ScrapeTransport transport(String scheme) {
    return transports.get(scheme);
  }

  @Override
  public @Nullable DiscoveryFactory factory(String type) {
    return factories.get(type);
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public LongSupplier nanos() {
    return nanos;
  }

  @Override
  public ScrapeMetrics metrics() {
    return metrics;
  }

  @Override
  public void changed() {
    notices.changed();
  }

  @Override
  public List<String> pools() {
    return List.copyOf(pools.keySet());
  }

  @Override
  public List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    pools.forEach(
        (name, pool) -> pool.targets().forEach(scraper -> targets.add(target(name, scraper))));
    return List.copyOf(targets);
  }

  private static Target target(String pool, TargetScraper scraper) {
    ScrapeTarget target = scraper.target();
    TargetState state = scraper.state();
    return new Target(
        pool,
        target.discovered(),
        target.labels(),
        target.url().toString(),
        state.health(),
        state.error(),
        state.scrapedAtMillis(),
        state.seconds(),
        state.samples(),
        target.interval().toMillis(),
        target.timeout().toMillis());
  }

  @Override
  public List<Dropped> dropped() {
    List<Dropped> dropped = new ArrayList<>();
    pools.forEach(
        (name, pool) -> pool.dropped().forEach(labels -> dropped.add(new Dropped(name, labels))));
    return List.copyOf(dropped);
  }

  @Override
  public List<Waiting> waiting() {
    List<Waiting> waiting = new ArrayList<>();
    pools.forEach(
        (name, pool) -> {
          List<String> words = new ArrayList<>(pool.waiting());
          if (writer == null) {
            words.add("the storage");
          }
          words.forEach(word -> waiting.add(new Waiting(name, word)));
        });
    return List.copyOf(waiting);
  }

  @Override
  public Map<String, List<Metadata>> metadata() {
    Map<String, Set<Metadata>> distinct = new TreeMap<>();
    for (ScrapePool pool : pools.values()) {
      for (TargetScraper scraper : pool.targets()) {
        scraper
            .metadata()
            .forEach(
                (family, metadata) ->
                    distinct.computeIfAbsent(family, name -> new LinkedHashSet<>()).add(metadata));
      }
    }
    Map<String, List<Metadata>> all = new TreeMap<>();
    distinct.forEach((family, metadata) -> all.put(family, List.copyOf(metadata)));
    return all;
  }

  @Override
  public Map<String, Metadata> metadataOf(Target target) {
    ScrapePool pool = pools.get(target.pool());
    if (pool != null) {
      for (TargetScraper scraper : pool.targets()) {
        Labels labels = scraper.target().labels();
        if (labels.equals(target.labels())
            && scraper.target().url().toString().equals(target.url())) {
          return scraper.metadata();
        }
      }
    }
    return Map.of();
  }

  @Override
  public Optional<String> poolConfig(String pool) {
    ScrapePool found = pools.get(pool);
    return found == null || found.hasSource() ? Optional.empty() : Optional.of(found.job().yaml());
  }

  @Override
  public AutoCloseable onChange(Runnable listener) {
    return notices.add(listener);
  }
}
