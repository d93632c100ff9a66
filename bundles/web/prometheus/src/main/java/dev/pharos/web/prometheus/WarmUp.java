package dev.pharos.web.prometheus;

import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.AccessEndedException;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Quoted;
import dev.pharos.model.TimeRange;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.api.QueryOrigin;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.api.StorageRole;
import dev.pharos.storage.api.StorageStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Asks some questions of its own as soon as queries can be answered, so that the first dashboard
 * after a restart meets compiled code.
 *
 * <p>They are of the kinds that dashboards ask, about the last hour and the last hours of what the
 * storage holds, in the head and in blocks: a server that holds nothing asks nothing. A thread of
 * its own takes the time of the flag {@code query.warm-up} for them, within which requests are
 * answered as ever; nothing is kept, logged or counted.
 */
@Component(
    service = {},
    immediate = true)
public final class WarmUp {

  private static final System.Logger LOG = System.getLogger(WarmUp.class.getName());

  private static final String URL = "pharos.http.url";
  private static final String INSTANCE = "instance";

  /** Needs no samples, takes a form, and is neither logged nor counted as a query. */
  private static final String FORMAT = "api/v1/format_query";

  /** What a dashboard shows. */
  private record Window(Duration length, Duration step) {}

  private static final Window RECENT = new Window(Duration.ofHours(1), Duration.ofSeconds(15));
  private static final Window WIDE = new Window(Duration.ofHours(6), Duration.ofMinutes(1));

  private record Question(String query, Window window) {}

  /** Names looked through for a metric of each kind. */
  private static final int NAMES = 1000;

  /** Metrics of each kind that are asked about, so that few of them have no samples. */
  private static final int METRICS = 4;

  /** Requests for each question: what comes before and after a question takes as long as most. */
  static final int REQUESTS = 3;

  private static final Predicate<String> PLAIN =
      Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*").asMatchPredicate();

  /** A question that holds more is not asked again: many small ones are what warms up. */
  private static final long SAMPLES = 100_000;

  private static final List<String> OF_GAUGES =
      List.of(
          "%s",
          "%s / %s",
          "1 - %s > bool 0.5",
          "sum by (job) (%s) or vector(0)",
          "avg without (instance) (%s)",
          "topk(5, %s)",
          "max_over_time(%s[10m])",
          "avg_over_time(%s[5m:1m])",
          "deriv(%s[10m])",
          "stddev by (job) (%s)",
          "count_values(\"value\", %s > bool 0)",
          "label_replace(%s, \"warm\", \"$1\", \"instance\", \"(.*):.*\")",
          "%s unless on (job) absent(%s)");

  private static final List<String> OF_COUNTERS =
      List.of(
          "rate(%s[5m])",
          "irate(%s[5m])",
          "sum by (instance) (rate(%s[5m]))",
          "sum by (job) (increase(%s[1h]))",
          "changes(%s[15m])");

  private static final List<String> OF_BUCKETS =
      List.of("histogram_quantile(0.9, sum by (le) (rate(%s[5m])))");

  private final Platform platform;
  private final InstantSource clock;
  private final Access access;
  private final Requests requests;
  private final Thread thread;

  /** Sends a request that has to do with a query, as soon as there is a port to send it to. */
  @FunctionalInterface
  interface Requests extends AutoCloseable {

    void send(String query) throws IOException;

    default void opened(URI port) {}

    default void closed(URI port) {}

    @Override
    default void close() {}
  }

  /**
   * Starts at once.
   *
   * <p>The parts that answer are its own, for the platform may be told of them a moment later.
   */
  @Activate
  public WarmUp(
      @Reference QueryEngine engine,
      @Reference(target = StorageRole.MAIN_FILTER) SeriesReader series,
      @Reference StorageStatus storage,
      @Reference Settings settings) {
    this(
        Platform.of(engine, series, storage),
        InstantSource.system(),
        settings.warmUp(),
        new OwnPort());
    LOG.log(Level.DEBUG, "Warming up {0}", engine);
    thread.start();
  }

  WarmUp(Platform platform, InstantSource clock, Duration time, Requests requests) {
    this.platform = platform;
    this.clock = clock;
    this.requests = requests;
    this.access = Access.system().within(time).limitedTo(SAMPLES);
    this.thread = Thread.ofPlatform().name("query warm-up").daemon().unstarted(this::run);
  }

  /** Ports open when all that answers is there, which may be after the storage is. */
  @Reference(
      service = Supplier.class,
      target = "(pharos.http.url=http:*)",
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void addPort(Map<String, Object> port) {
    requests.opened(URI.create(port.get(URL) + FORMAT));
  }

  void removePort(Map<String, Object> port) {
    requests.closed(URI.create(port.get(URL) + FORMAT));
  }

  @Deactivate
  public void stop() {
    access.cancel("the warm-up is being stopped");
  }

  private void run() {
    try (requests) {
      int asked = askAll();
      LOG.log(Level.DEBUG, "Warmed up with {0} queries", asked);
    } catch (ApiException | IOException | RuntimeException e) {
      // Whoever asks next will be told; nothing depends on this.
      LOG.log(Level.DEBUG, "The warm-up ended early", e);
    }
  }

  /** Asks again and again until the time has passed; answers how many questions that were. */
  int askAll() throws ApiException, IOException {
    long now = latest();
    List<Question> questions = new ArrayList<>();
    for (String query : queries(now)) {
      questions.add(new Question(query, RECENT));
      questions.add(new Question(query, WIDE));
    }
    QueryHandlers handlers = new QueryHandlers(platform);
    int asked = 0;
    try {
      while (!questions.isEmpty()) {
        for (Question question : List.copyOf(questions)) {
          access.check();
          try {
            ask(handlers::range, range(question, now));
            ask(handlers::instant, instant(question.query(), now));
            for (int i = 0; i < REQUESTS; i++) {
              requests.send(question.query());
            }
            asked += 2;
          } catch (ApiException e) {
            LOG.log(Level.DEBUG, "Not asked again: " + question, e);
            questions.remove(question);
          }
        }
      }
    } catch (AccessEndedException e) {
      LOG.log(Level.DEBUG, "The time for warming up has passed");
    }
    return asked;
  }

  /** The time of the latest sample, but not beyond now. */
  private long latest() throws ApiException {
    long now = clock.millis();
    return platform
        .storage()
        .head()
        .map(StorageStatus.Head::maxMillis)
        .filter(latest -> latest != Long.MIN_VALUE)
        .map(latest -> Math.min(latest, now))
        .orElse(now);
  }

  private static void ask(Handler handler, Call call) throws ApiException, IOException {
    handler.handle(call).data().write(new JsonBytes(OutputStream.nullOutputStream()));
  }

  private Call range(Question question, long now) {
    Window window = question.window();
    return call(
        now,
        Map.of(
            "query", List.of(question.query()),
            "start", List.of(seconds(now - window.length().toMillis())),
            "end", List.of(seconds(now)),
            "step", List.of(Long.toString(window.step().toSeconds()))));
  }

  private Call instant(String query, long now) {
    return call(now, Map.of("query", List.of(query), "time", List.of(seconds(now))));
  }

  private Call call(long now, Map<String, List<String>> parameters) {
    return new Call(parameters, access, new QueryOrigin.WarmUp(), now);
  }

  private static String seconds(long millis) {
    return Long.toString(Math.floorDiv(millis, 1000L));
  }

  /** Of all kinds about one metric each, then about others: time may be up after the first. */
  List<String> queries(long now) throws ApiException, StorageException {
    TimeRange range = new TimeRange(now - RECENT.length().toMillis(), now + 1);
    List<String> names =
        platform.series().labelValues(access, Labels.METRIC_NAME, range, List.of(), NAMES);
    List<String> gauges = selectors(names, WarmUp::isGauge, range);
    List<String> counters = selectors(names, name -> name.endsWith("_total"), range);
    List<String> buckets = selectors(names, name -> name.endsWith("_bucket"), range);
    List<String> queries = new ArrayList<>();
    for (int i = 0; i < METRICS; i++) {
      about(gauges, i, OF_GAUGES, queries);
      about(counters, i, OF_COUNTERS, queries);
      about(buckets, i, OF_BUCKETS, queries);
    }
    return queries;
  }

  /**
   * Selectors of metrics far apart in the list, so that they are not all of one exporter; each of
   * one instance, since the first answers are for the code's sake, and the more the better.
   */
  private List<String> selectors(List<String> names, Predicate<String> kind, TimeRange range)
      throws ApiException, StorageException {
    List<String> found = names.stream().filter(kind.and(PLAIN)).toList();
    int apart = Math.ceilDiv(found.size(), METRICS);
    List<String> selectors = new ArrayList<>();
    for (int i = 0; i < found.size(); i += apart) {
      String name = found.get(i);
      List<Matcher> matchers = List.of(Matcher.metric(name));
      List<String> instances = platform.series().labelValues(access, INSTANCE, range, matchers, 1);
      selectors.add(
          instances.isEmpty()
              ? name
              : name + "{" + INSTANCE + "=" + Quoted.quote(instances.getFirst()) + "}");
    }
    return selectors;
  }

  private static boolean isGauge(String name) {
    return !name.endsWith("_total")
        && !name.endsWith("_bucket")
        && !name.endsWith("_sum")
        && !name.endsWith("_count")
        && !name.endsWith("_info");
  }

  private static void about(
      List<String> selectors, int number, List<String> templates, List<String> queries) {
    if (number < selectors.size()) {
      String selector = selectors.get(number);
      templates.forEach(text -> queries.add(text.replace("%s", selector)));
    }
  }
}
