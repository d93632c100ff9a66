package dev.pharos.target.scrape;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.ConfigParser;
import dev.pharos.config.api.ConfigProblem;
import dev.pharos.config.yaml.YamlParser;
import dev.pharos.identity.api.Access;
import dev.pharos.model.GoFloat;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.StaleNaN;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.memory.MemoryStorage;
import dev.pharos.target.api.DiscoveryFactory;
import dev.pharos.target.api.ScrapeBody;
import dev.pharos.target.api.ScrapeTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A storage, one target that says what the test wants it to say, and a clock that stands still. */
final class World implements Surroundings, TargetScraper.PoolLink {

  final MemoryStorage storage = new MemoryStorage();
  final ScrapeMetrics metrics = new ScrapeMetrics();
  final AtomicInteger changes = new AtomicInteger();
  final Semaphore fetched = new Semaphore(0);
  final List<ScrapeTransport.Request> requests = new ArrayList<>();
  @Nullable SampleWriter writer = storage;
  String contentType = "text/plain; version=0.0.4";
  String body = "";
  @Nullable IOException failure;
  boolean transportPresent = true;
  String forcedError = "";
  long nanos;

  private Scratch.Shelf shelf = new Scratch.Shelf(0);

  static JobConfig job(String yaml) {
    ConfigParser.Parsed parsed =
        new YamlParser().parse("prometheus.yml", Path.of("/etc/prometheus"), yaml);
    JobConfigs configs = JobConfigs.read(parsed.mapping().orElseThrow(), type -> null);
    if (!parsed.problems().isEmpty()) {
      throw new AssertionError(parsed.problems());
    }
    return configs.jobs().getFirst();
  }

  static List<ConfigProblem> problems(String yaml) {
    ConfigParser.Parsed parsed = new YamlParser().parse("prometheus.yml", Path.of("/etc"), yaml);
    ConfigNode root = parsed.mapping().orElseThrow();
    JobConfigs.read(root, type -> null);
    return parsed.problems();
  }

  TargetScraper scraper(String yaml) {
    JobConfig job = job(yaml);
    shelf = new Scratch.Shelf(job.limits().bodyBytes());
    var made = new TargetMaker(job).make(job.staticGroups().getFirst()).getFirst();
    return new TargetScraper(job, ((TargetMaker.Kept) made).target(), this, this);
  }

  /** Values by series; stale markers print as {@code stale}. */
  Map<String, List<String>> series() throws IOException {
    Map<String, List<String>> found = new TreeMap<>();
    try (SeriesSet set =
        storage.select(
            Access.system(),
            new TimeRange(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2),
            List.of(new Matcher(Matcher.Type.REGEX, Labels.METRIC_NAME, ".+")))) {
      while (set.next()) {
        List<String> values = new ArrayList<>();
        SampleCursor cursor = set.samples();
        while (cursor.next() != SampleCursor.Kind.END) {
          values.add(
              cursor.timestampMillis()
                  + ":"
                  + (StaleNaN.is(cursor.value()) ? "stale" : GoFloat.plain(cursor.value())));
        }
        found.put(set.labels().toString(), values);
      }
    }
    return found;
  }

  List<String> values(String series) throws IOException {
    return series().getOrDefault(series, List.of());
  }

  /** Whether a metric has at least so many samples, whatever its labels. */
  boolean values(String metric, int count) {
    try {
      return series().entrySet().stream()
          .filter(entry -> entry.getKey().startsWith(metric + "{"))
          .anyMatch(entry -> entry.getValue().size() >= count);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public @Nullable SampleWriter writer() {
    return writer;
  }

  @Override
  public ScrapeTransport.@Nullable Client client(String scheme) {
    if (!transportPresent) {
      return null;
    }
    return new ScrapeTransport.Client() {
      @Override
      public void fetch(ScrapeTransport.Request request, ScrapeBody into) throws IOException {
        requests.add(request);
        fetched.release();
        if (failure != null) {
          throw failure;
        }
        into.contentType(contentType);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        into.write(bytes, 0, bytes.length);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public String forcedError() {
    return forcedError;
  }

  @Override
  public Scratch.Shelf shelf() {
    return shelf;
  }

  @Override
  public @Nullable ScrapeTransport transport(String scheme) {
    return new ScrapeTransport() {
      @Override
      public Client open(Optional<ConfigNode> pool) {
        return Objects.requireNonNull(client(scheme));
      }
    };
  }

  @Override
  public @Nullable DiscoveryFactory factory(String type) {
    return null;
  }

  @Override
  public InstantSource clock() {
    return InstantSource.fixed(Instant.ofEpochSecond(1000));
  }

  @Override
  public LongSupplier nanos() {
    return () -> nanos;
  }

  @Override
  public ScrapeMetrics metrics() {
    return metrics;
  }

  @Override
  public void changed() {
    changes.incrementAndGet();
  }
}
