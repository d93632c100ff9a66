package dev.pharos.target.scrape;

import dev.pharos.exposition.ExpositionException;
import dev.pharos.exposition.ExpositionFormat;
import dev.pharos.model.GoFloat;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.Quoted;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.StorageException;
import dev.pharos.target.api.ActiveTargets.Health;
import dev.pharos.target.api.BodyLimitException;
import dev.pharos.target.api.ScrapeBody;
import dev.pharos.target.api.ScrapeTransport;
import dev.pharos.target.scrape.ScrapeFailure.Reason;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scrapes one target once, whenever it is told to: fetches, reads, stores, and tells how it went.
 *
 * <p>Used by one thread; {@link #state} and {@link #metadata} by any.
 */
final class TargetScraper {

  private static final System.Logger LOG = System.getLogger(TargetScraper.class.getName());

  private final JobConfig job;
  private final ScrapeTarget target;
  private final PoolLink pool;
  private final Surroundings around;
  private final SampleAppender appender;
  private final ReportSeries report;
  private final ScrapeTransport.Request request;

  private volatile TargetState state = TargetState.NEVER;
  private boolean reported;
  private @Nullable SampleWriter lastWriter;

  /** What a scraper asks its pool. */
  interface PoolLink {

    /** The client of a scheme; null if no bundle brings its transport. */
    ScrapeTransport.@Nullable Client client(String scheme);

    /** Why no target of the pool is scraped; empty if they are. */
    String forcedError();

    Scratch.Shelf shelf();
  }

  TargetScraper(JobConfig job, ScrapeTarget target, PoolLink pool, Surroundings around) {
    this.job = job;
    this.target = target;
    this.pool = pool;
    this.around = around;
    SeriesLabels labels = new SeriesLabels(job, target.labels());
    this.appender = new SampleAppender(job, labels);
    this.report = new ReportSeries(labels, job.extraMetrics());
    this.request = new ScrapeTransport.Request(target.url(), headers(), target.timeout());
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", job.request().accept());
    if (job.request().compressed()) {
      headers.put("Accept-Encoding", "gzip");
    } else {
      headers.put("Accept-Encoding", "identity");
    }
    headers.put(
        "X-Prometheus-Scrape-Timeout-Seconds", GoFloat.plain(target.timeout().toMillis() / 1000.0));
    return headers;
  }

  ScrapeTarget target() {
    return target;
  }

  JobConfig job() {
    return job;
  }

  TargetState state() {
    return state;
  }

  Map<String, Metadata> metadata() {
    return appender.metadata().byFamily();
  }

  int metadataSize() {
    return appender.metadata().size();
  }

  /**
   * Scrapes.
   *
   * @param atMillis the time of the samples, in milliseconds since the Unix epoch
   */
  void scrape(long atMillis) throws InterruptedException {
    SampleWriter writer = around.writer();
    if (writer == null) {
      become(state.waiting("waiting for the storage"));
      return;
    }
    ScrapeTransport.Client client = pool.client(target.scheme());
    if (client == null && !reported) {
      become(state.waiting("waiting for a bundle that fetches " + target.scheme()));
      return;
    }
    Scratch scratch = pool.shelf().take();
    try {
      scrape(writer, client, scratch, atMillis);
    } finally {
      pool.shelf().giveBack(scratch);
    }
  }

  private void scrape(
      SampleWriter writer, ScrapeTransport.@Nullable Client client, Scratch scratch, long atMillis)
      throws InterruptedException {
    if (writer != lastWriter) {
      // References are the writer's own: those of another one would mean other series.
      appender.forget();
      report.forget();
      lastWriter = writer;
    }
    long start = around.nanos().getAsLong();
    IOException failure = null;
    try {
      if (!pool.forcedError().isEmpty()) {
        throw new ScrapeFailure(Reason.TARGET_LIMIT, pool.forcedError());
      }
      if (client == null) {
        throw new IOException("the bundle that fetches " + target.scheme() + " is gone");
      }
      client.fetch(request, scratch.body());
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The transport " + target.scheme() + " failed", e);
      failure = new IOException("the transport failed: " + e, e);
    }
    double seconds = (around.nanos().getAsLong() - start) / 1e9;
    try {
      store(writer, scratch, failure, atMillis, seconds);
    } catch (StorageException e) {
      LOG.log(Level.DEBUG, "A scrape could not be stored", e);
      become(
          new TargetState(
              Health.UNKNOWN,
              "the storage took nothing: " + e.getMessage(),
              atMillis,
              seconds,
              appender.counts().total));
    }
  }

  /** Stores the samples, or stale markers if the scrape failed, and how it went. */
  private void store(
      SampleWriter writer,
      Scratch scratch,
      @Nullable IOException fetchFailure,
      long atMillis,
      double seconds)
      throws StorageException {
    IOException failure = fetchFailure;
    if (failure == null) {
      try (SampleBatch batch = writer.begin()) {
        append(batch, scratch, atMillis);
        report(batch, atMillis, true, seconds, scratch.body().length());
        batch.commit();
        appender.stored();
      } catch (StorageException e) {
        throw e;
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      count(failure);
      storeFailure(writer, atMillis, seconds, failure, fetchFailure != null);
    }
    reported = true;
    countRefused();
    become(
        new TargetState(
            failure == null ? Health.UP : Health.DOWN,
            failure == null ? "" : message(failure),
            atMillis,
            seconds,
            failure == null ? appender.counts().total : 0));
  }

  private void storeFailure(
      SampleWriter writer, long atMillis, double seconds, IOException failure, boolean nothingRead)
      throws StorageException {
    if (nothingRead) {
      appender.nothingRead();
    }
    try (SampleBatch batch = writer.begin()) {
      appender.appendEnd(batch, atMillis);
      report(batch, atMillis, false, seconds, failure instanceof BodyLimitException ? -1 : 0);
      batch.commit();
      appender.ended();
    }
  }

  private void append(SampleBatch batch, Scratch scratch, long atMillis) throws IOException {
    ScrapeBody body = scratch.body();
    ExpositionFormat format = body.length() == 0 ? ExpositionFormat.TEXT : format(body);
    appender.append(batch, scratch.reader(format), body.bytes(), body.length(), atMillis);
  }

  private ExpositionFormat format(ScrapeBody body) throws ScrapeFailure {
    var told = ExpositionFormat.ofContentType(body.contentType());
    if (told.isPresent()) {
      return told.get();
    }
    var fallback = job.request().fallback();
    if (fallback.isPresent() && fallback.get().isReadable()) {
      return ExpositionFormat.ofContentType(fallback.get().mediaType())
          .orElse(ExpositionFormat.TEXT);
    }
    throw new ScrapeFailure(
        Reason.FORMAT,
        body.contentType().isEmpty()
            ? "non-compliant scrape target sending blank Content-Type and no"
                + " fallback_scrape_protocol specified for target"
            : "received unsupported Content-Type "
                + Quoted.quote(body.contentType())
                + " and no fallback_scrape_protocol specified for target");
  }

  private void report(
      SampleBatch batch, long atMillis, boolean up, double seconds, long bodyBytes) {
    SampleAppender.Counts counts = appender.counts();
    report.append(
        batch,
        atMillis,
        up ? 1 : 0,
        seconds,
        counts.total,
        counts.kept,
        counts.newSeries,
        target.timeout().toMillis() / 1000.0,
        job.limits().samples(),
        (double) bodyBytes);
  }

  private static String message(IOException failure) {
    return failure instanceof ExpositionException
        ? "the exposition cannot be read: " + failure.getMessage()
        : String.valueOf(failure.getMessage());
  }

  private void count(IOException failure) {
    if (failure instanceof BodyLimitException) {
      around.metrics().bodyLimit.inc();
    } else if (failure instanceof ScrapeFailure broken) {
      switch (broken.reason()) {
        case SAMPLE_LIMIT -> around.metrics().sampleLimit.inc();
        case LABEL_LIMIT -> around.metrics().labelLimits.inc();
        case FORMAT, TARGET_LIMIT -> {}
      }
    }
  }

  private void countRefused() {
    SampleAppender.Counts counts = appender.counts();
    around.metrics().duplicates.inc(counts.duplicates);
    around.metrics().outOfOrder.inc(counts.outOfOrder);
    around.metrics().outOfBounds.inc(counts.outOfBounds);
    around.metrics().noRoom.inc(counts.refused);
  }

  private void become(TargetState next) {
    TargetState before = state;
    state = next;
    if (before.health() != next.health() || !before.error().equals(next.error())) {
      around.changed();
    }
  }

  /** Marks everything stale: the target is gone. */
  void end(long atMillis) {
    SampleWriter writer = around.writer();
    if (writer == null || writer != lastWriter || !reported) {
      return;
    }
    try (SampleBatch batch = writer.begin()) {
      appender.appendEnd(batch, atMillis);
      report.appendEnd(batch, atMillis);
      batch.commit();
      appender.ended();
    } catch (StorageException e) {
      LOG.log(Level.DEBUG, "Series of a target that is gone could not be marked stale", e);
    }
  }

  /** Goes on from where another one ends: its target is the same, its configuration another. */
  void succeed(TargetScraper before) {
    state = before.state;
  }

  /** The labels its series carry. */
  Labels labels() {
    return target.labels();
  }
}
