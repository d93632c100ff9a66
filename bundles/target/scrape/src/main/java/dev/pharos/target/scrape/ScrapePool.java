package dev.pharos.target.scrape;

import dev.pharos.model.Labels;
import dev.pharos.target.api.Discovery;
import dev.pharos.target.api.DiscoveryFactory;
import dev.pharos.target.api.ScrapeTransport;
import dev.pharos.target.api.TargetGroup;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The targets of one job, and a loop for each.
 *
 * <p>Targets and loops change on one virtual thread of the pool alone; others only say that there
 * is news, and look at snapshots.
 */
final class ScrapePool implements TargetScraper.PoolLink {

  private static final System.Logger LOG = System.getLogger(ScrapePool.class.getName());

  /** News that comes in a burst is looked at once. */
  private static final Duration LEAST_PAUSE = Duration.ofMillis(500);

  private final Surroundings around;
  private final @Nullable Supplier<Discovery> source;
  private final Thread thread;
  private final Semaphore news = new Semaphore(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final TransportClients clients = new TransportClients();

  /** By type and place in the list; changed by whoever changes the configuration. */
  private volatile Plan plan;

  /** Touched by the pool's thread alone. */
  private final Map<Labels, ScrapeLoop> loops = new LinkedHashMap<>();

  /** Loops of targets that are gone, until their series are marked stale. */
  private final Map<Labels, ScrapeLoop> leaving = new ConcurrentHashMap<>();

  /** What has been logged already. */
  private Set<String> toldFailures = Set.of();

  private @Nullable JobConfig running;
  private volatile boolean markAtEnd;
  private volatile Snapshot snapshot = new Snapshot(List.of(), List.of(), 0, "");
  private volatile Scratch.Shelf shelf;

  /** What is to be: a configuration and the discoveries it names. */
  private record Plan(JobConfig job, List<Run> runs) {}

  /** A discovery of the configuration; {@code started} while its bundle is there. */
  private record Run(
      JobConfig.Finding finding, Object identity, DiscoveryRun discovery, Progress progress) {}

  /** Which factory a run was started with. */
  private static final class Progress {
    private @Nullable DiscoveryFactory factory;
  }

  /** What there is, for those who look. */
  private record Snapshot(
      List<TargetScraper> targets,
      List<Map<String, String>> dropped,
      int discovered,
      String forcedError) {}

  /**
   * Makes a pool; it is empty until it is started.
   *
   * @param source makes the discovery of a pool that no file describes; else null
   */
  ScrapePool(JobConfig job, @Nullable Supplier<Discovery> source, Surroundings around) {
    this.around = around;
    this.source = source;
    this.plan = new Plan(job, List.of());
    this.shelf = new Scratch.Shelf(job.limits().bodyBytes());
    this.thread = Thread.ofVirtual().name("scrape-pool " + job.job()).unstarted(this::run);
  }

  JobConfig job() {
    return plan.job();
  }

  boolean isFromSource(Supplier<Discovery> candidate) {
    return source == candidate;
  }

  boolean hasSource() {
    return source != null;
  }

  /** Starts with the configuration it was made with. */
  void start() {
    plan = planFor(plan.job(), List.of());
    startDiscoveries();
    thread.start();
  }

  /** Goes on with another configuration; targets that stay the same are scraped without a gap. */
  void reload(JobConfig job) {
    List<Run> before = plan.runs();
    plan = planFor(job, before);
    before.stream()
        .filter(run -> plan.runs().stream().noneMatch(kept -> kept.discovery() == run.discovery()))
        .forEach(run -> run.discovery().stop());
    startDiscoveries();
    around.metrics().reloads.inc();
    news();
  }

  private Plan planFor(JobConfig job, List<Run> before) {
    List<Run> runs = new ArrayList<>();
    int place = 0;
    for (JobConfig.Finding finding : job.discoveries()) {
      Object identity = List.of(finding.type(), finding.section().raw());
      Run same =
          before.stream().filter(run -> run.identity().equals(identity)).findFirst().orElse(null);
      if (same != null && runs.stream().noneMatch(run -> run.discovery() == same.discovery())) {
        runs.add(new Run(finding, identity, same.discovery(), same.progress()));
      } else {
        DiscoveryRun discovery =
            new DiscoveryRun(job.job() + "/" + finding.type() + "/" + place, this::news);
        before.stream()
            .filter(run -> run.finding().type().equals(finding.type()))
            .forEach(run -> discovery.inherit(run.discovery()));
        runs.add(new Run(finding, identity, discovery, new Progress()));
      }
      place++;
    }
    return new Plan(job, List.copyOf(runs));
  }

  /** Starts discoveries whose bundle has come, and stops those whose bundle has gone. */
  void startDiscoveries() {
    for (Run run : plan.runs()) {
      DiscoveryFactory factory = around.factory(run.finding().type());
      if (factory != run.progress().factory) {
        run.progress().factory = factory;
        if (factory == null) {
          run.discovery().stop();
        } else {
          run.discovery().start(() -> factory.create(run.finding().section()));
        }
      }
    }
  }

  /** Says that there is something to look at: targets, or transports. */
  void news() {
    news.release();
  }

  /**
   * Ends all scraping.
   *
   * @param mark whether the series are marked stale, two intervals from now
   */
  void close(boolean mark) {
    markAtEnd = mark;
    plan.runs().forEach(run -> run.discovery().stop());
    closed.countDown();
    news();
  }

  /** Whether nothing is left of a pool that was closed. */
  boolean hasEnded() {
    return thread.getState() == Thread.State.TERMINATED
        && leaving.values().stream().allMatch(ScrapeLoop::hasEnded);
  }

  /** Ends at once what still waits to mark series stale. */
  void abandonLeaving() {
    leaving.values().forEach(ScrapeLoop::abandon);
  }

  boolean join(Duration time) throws InterruptedException {
    if (!thread.join(time)) {
      return false;
    }
    for (ScrapeLoop loop : loops.values()) {
      if (!loop.join(time)) {
        return false;
      }
    }
    return true;
  }

  private void run() {
    DiscoveryRun own = startSource();
    try {
      while (closed.getCount() > 0) {
        news.acquire();
        news.drainPermits();
        if (closed.getCount() > 0) {
          long start = around.nanos().getAsLong();
          sync(own);
          long nanos = around.nanos().getAsLong() - start;
          around.metrics().syncLength.labelValues(job().job()).observe(nanos / 1e9);
          // A pool of very many targets takes its time; it may have a part of it, not all.
          closed.await(Math.max(LEAST_PAUSE.toNanos(), nanos * 10), TimeUnit.NANOSECONDS);
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "A pool was ended");
    } finally {
      if (own != null) {
        own.stop();
      }
      end();
    }
  }

  private @Nullable DiscoveryRun startSource() {
    if (source == null) {
      return null;
    }
    DiscoveryRun run = new DiscoveryRun(job().job(), this::news);
    run.start(source);
    return run;
  }

  private void end() {
    loops.forEach(
        (key, loop) -> {
          if (markAtEnd) {
            loop.stop();
            leaving.put(key, loop);
          } else {
            loop.abandon();
          }
        });
    if (!markAtEnd) {
      abandonLeaving();
    }
    snapshot = new Snapshot(List.of(), List.of(), 0, "");
    around.changed();
    clients.close();
  }

  /** What discoveries tell of, after relabelling. */
  private static final class Found {
    private final Map<Labels, ScrapeTarget> targets = new LinkedHashMap<>();
    private final List<Map<String, String>> dropped = new ArrayList<>();
    private final Set<String> failures = new TreeSet<>();
    private int discovered;

    private Set<String> schemes() {
      Set<String> schemes = new TreeSet<>();
      targets.values().forEach(target -> schemes.add(target.scheme()));
      return schemes;
    }
  }

  private void sync(@Nullable DiscoveryRun own) {
    Plan now = plan;
    JobConfig job = now.job();
    around.metrics().syncs.labelValues(job.job()).inc();
    Found found = find(now, own);
    boolean newJob = running != null && !running.identity().equals(job.identity());
    if (newJob) {
      // Settings of the transport may be others.
      clients.close();
      shelf = new Scratch.Shelf(job.limits().bodyBytes());
    } else if (running == null) {
      around.metrics().pools.inc();
    }
    clients.keep(found.schemes(), around, job.node());
    String forcedError = forcedError(job, found.targets.size());
    publish(snapshot.targets(), found, forcedError);
    swap(job, found.targets, newJob);
    running = job;
    publish(
        loops.values().stream()
            .map(ScrapeLoop::scraper)
            .sorted((a, b) -> a.labels().compareTo(b.labels()))
            .toList(),
        found,
        forcedError);
    around.changed();
  }

  private void publish(List<TargetScraper> targets, Found found, String forcedError) {
    snapshot = new Snapshot(targets, List.copyOf(found.dropped), found.discovered, forcedError);
  }

  private String forcedError(JobConfig job, int targets) {
    int limit = job.limits().targets();
    if (limit == 0 || targets <= limit) {
      return "";
    }
    around.metrics().targetLimit.inc();
    return "target_limit exceeded (number of targets: %d, limit: %d)".formatted(targets, limit);
  }

  private Found find(Plan now, @Nullable DiscoveryRun own) {
    Stream<TargetGroup> groups =
        Stream.of(
                now.job().staticGroups().stream(),
                now.runs().stream().flatMap(run -> run.discovery().groups().stream()),
                own == null ? Stream.<TargetGroup>empty() : own.groups().stream())
            .flatMap(part -> part);
    TargetMaker maker = new TargetMaker(now.job());
    Found found = new Found();
    groups
        .flatMap(group -> maker.make(group).stream())
        .forEach(made -> take(made, now.job(), found));
    for (String reason : found.failures) {
      if (!toldFailures.contains(reason)) {
        LOG.log(
            Level.WARNING, "A target of job " + now.job().job() + " cannot be scraped: " + reason);
      }
    }
    toldFailures = found.failures;
    return found;
  }

  private void take(TargetMaker.Made made, JobConfig job, Found found) {
    found.discovered++;
    switch (made) {
      case TargetMaker.Kept(ScrapeTarget target) -> found.targets.putIfAbsent(target.key(), target);
      case TargetMaker.Dropped(Map<String, String> discovered) -> {
        int limit = job.limits().keptDropped();
        if (limit == 0 || found.dropped.size() < limit) {
          found.dropped.add(discovered);
        }
      }
      case TargetMaker.Failed(Map<String, String> discovered, String reason) -> {
        around.metrics().failedTargets.labelValues(job.job()).inc();
        found.failures.add(reason);
      }
    }
  }

  /** Ends loops of targets that are gone, starts those of new ones, and swaps what has changed. */
  private void swap(JobConfig job, Map<Labels, ScrapeTarget> targets, boolean newJob) {
    loops
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !targets.containsKey(entry.getKey());
              if (gone) {
                entry.getValue().stop();
                leaving.put(entry.getKey(), entry.getValue());
              }
              return gone;
            });
    leaving.values().removeIf(ScrapeLoop::hasEnded);
    for (ScrapeTarget target : targets.values()) {
      ScrapeLoop present = loops.get(target.key());
      boolean same = present != null && !newJob && sameScrape(present.scraper().target(), target);
      if (same) {
        continue;
      }
      TargetScraper scraper = new TargetScraper(job, target, this, around);
      ScrapeLoop before = present == null ? leaving.remove(target.key()) : present;
      if (before != null) {
        scraper.succeed(before.scraper());
        before.handOver();
      }
      ScrapeLoop loop = new ScrapeLoop(scraper, around, before);
      loops.put(target.key(), loop);
      loop.start();
    }
  }

  private static boolean sameScrape(ScrapeTarget a, ScrapeTarget b) {
    return Objects.equals(a.url(), b.url()) && Objects.equals(a.discovered(), b.discovered());
  }

  @Override
  public ScrapeTransport.@Nullable Client client(String scheme) {
    return clients.client(scheme);
  }

  @Override
  public String forcedError() {
    return snapshot.forcedError();
  }

  @Override
  public Scratch.Shelf shelf() {
    return shelf;
  }

  List<TargetScraper> targets() {
    return snapshot.targets();
  }

  List<Map<String, String>> dropped() {
    return snapshot.dropped();
  }

  /** How many targets were found, before relabelling. */
  int discovered() {
    return snapshot.discovered();
  }

  /** What the pool waits for, each in words. */
  List<String> waiting() {
    List<String> words = new ArrayList<>();
    for (Run run : plan.runs()) {
      if (run.progress().factory == null) {
        words.add("a bundle that offers " + run.finding().type() + "_sd_configs");
      }
    }
    Set<String> schemes = new TreeSet<>();
    for (TargetScraper target : snapshot.targets()) {
      if (clients.client(target.target().scheme()) == null) {
        schemes.add(target.target().scheme());
      }
    }
    schemes.forEach(scheme -> words.add("a bundle that fetches " + scheme));
    return List.copyOf(words);
  }
}
