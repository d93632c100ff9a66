package dev.pharos.target.scrape;

import dev.pharos.exposition.ExpositionReader;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import dev.pharos.model.StaleNaN;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.target.scrape.ScrapeFailure.Reason;
import java.io.IOException;

/**
 * Puts the samples of a target's expositions into batches. What it learns of the target's series
 * serves the next scrape.
 *
 * <p>A scrape like the one before allocates nothing per sample. Not safe for use by several
 * threads.
 */
final class SampleAppender {

  /** Samples further ahead than this are refused, as by the original. */
  private static final long MAX_AHEAD_MILLIS = 10 * 60_000;

  /** What was counted in the last exposition. */
  static final class Counts {
    int total;
    int kept;
    int newSeries;
    int duplicates;
    int outOfOrder;
    int outOfBounds;
    int refused;

    private void reset() {
      total = 0;
      kept = 0;
      newSeries = 0;
      duplicates = 0;
      outOfOrder = 0;
      outOfBounds = 0;
      refused = 0;
    }
  }

  private final JobConfig job;
  private final SeriesLabels seriesLabels;
  private SeriesCache cache = new SeriesCache();
  private final TargetMetadata metadata = new TargetMetadata();
  private final Counts counts = new Counts();

  SampleAppender(JobConfig job, SeriesLabels seriesLabels) {
    this.job = job;
    this.seriesLabels = seriesLabels;
  }

  Counts counts() {
    return counts;
  }

  TargetMetadata metadata() {
    return metadata;
  }

  /**
   * Adds all samples of an exposition, and stale markers for the series that are gone.
   *
   * @param scrapeMillis the time of samples that tell none
   * @throws IOException if the exposition breaks its format or a limit: drop the batch then
   */
  void append(
      SampleBatch batch, ExpositionReader reader, byte[] bytes, int length, long scrapeMillis)
      throws IOException {
    counts.reset();
    cache.begin();
    metadata.begin();
    reader.reset(bytes, 0, length);
    reader.foresee(cache);
    boolean reading = true;
    while (reading) {
      ExpositionReader.Entry entry = reader.next();
      switch (entry) {
        case SERIES -> sample(batch, reader, bytes, scrapeMillis);
        case TYPE, HELP, UNIT -> metadata.note(reader, entry, bytes, length);
        case COMMENT -> {}
        case END -> reading = false;
      }
    }
    if (isOverLimit()) {
      throw new ScrapeFailure(
          Reason.SAMPLE_LIMIT,
          "sample limit exceeded (samples: "
              + counts.kept
              + ", limit: "
              + job.limits().samples()
              + ")");
    }
    appendVanished(batch, scrapeMillis);
  }

  /** The last exposition is in the storage. */
  void stored() {
    cache.stored();
    metadata.stored();
  }

  /** Forgets all references: the storage is another one. */
  void forget() {
    cache = new SeriesCache();
  }

  /** There was no exposition this time. */
  void nothingRead() {
    counts.reset();
  }

  /** Marks all series that are live as stale. */
  void appendEnd(SampleBatch batch, long atMillis) {
    cache.begin();
    appendVanished(batch, atMillis);
  }

  /** The stale markers of {@link #appendEnd} are in the storage. */
  void ended() {
    cache.ended();
  }

  private void appendVanished(SampleBatch batch, long atMillis) {
    cache.forEachVanished(
        series -> batch.append(series, Sample.NO_START, atMillis, StaleNaN.VALUE));
  }

  private boolean isOverLimit() {
    int limit = job.limits().samples();
    return limit > 0 && counts.kept > limit;
  }

  private void sample(SampleBatch batch, ExpositionReader reader, byte[] bytes, long scrapeMillis)
      throws IOException {
    counts.total++;
    int offset = reader.seriesOffset();
    int length = reader.seriesLength();
    int series = cache.find(bytes, offset, length);
    if (series == SeriesCache.UNKNOWN) {
      series = newSeries(batch, reader, bytes, offset, length);
      if (series == SeriesCache.UNKNOWN) {
        return;
      }
    }
    if (cache.isDropped(series)) {
      cache.seen(series, false);
      return;
    }
    counts.kept++;
    boolean ownTime = job.honorTimestamps() && reader.hasTimestamp();
    boolean twice = cache.seen(series, !ownTime || job.trackTimestampsStaleness());
    if (isOverLimit()) {
      return;
    }
    if (twice && !ownTime) {
      counts.duplicates++;
      return;
    }
    long timestampMillis = ownTime ? reader.timestampMillis() : scrapeMillis;
    if (timestampMillis > scrapeMillis + MAX_AHEAD_MILLIS) {
      counts.outOfBounds++;
      return;
    }
    append(batch, reader, series, timestampMillis);
  }

  private void append(SampleBatch batch, ExpositionReader reader, int series, long timestampMillis)
      throws IOException {
    long reference = cache.reference(series);
    double value = reader.value();
    Outcome outcome = batch.append(reference, Sample.NO_START, timestampMillis, value);
    if (outcome == Outcome.UNKNOWN_SERIES) {
      Labels labels = seriesLabels.of(reader.labels());
      reference = labels == null ? SampleBatch.NO_ROOM : batch.series(labels);
      if (reference == SampleBatch.NO_ROOM) {
        counts.refused++;
        return;
      }
      cache.reference(series, reference);
      outcome = batch.append(reference, Sample.NO_START, timestampMillis, value);
    }
    switch (outcome) {
      case ACCEPTED -> appendExemplar(batch, reader, reference, timestampMillis);
      case SAME_AGAIN -> {}
      case DUPLICATE -> counts.duplicates++;
      case OUT_OF_ORDER -> counts.outOfOrder++;
      case TOO_OLD -> counts.outOfBounds++;
      case UNKNOWN_SERIES -> counts.refused++;
    }
  }

  private static void appendExemplar(
      SampleBatch batch, ExpositionReader reader, long reference, long timestampMillis)
      throws IOException {
    Exemplar exemplar = reader.exemplar();
    if (exemplar != null) {
      Exemplar timed =
          exemplar.timestampMillis() == 0
              ? new Exemplar(exemplar.labels(), exemplar.value(), timestampMillis)
              : exemplar;
      batch.append(reference, new Sample.OfExemplar(timed));
    }
  }

  /** Finds out what a series is that was not there before; unknown if it cannot be stored. */
  private int newSeries(
      SampleBatch batch, ExpositionReader reader, byte[] bytes, int offset, int length)
      throws IOException {
    Labels labels = seriesLabels.of(reader.labels());
    if (labels == null) {
      return cache.add(bytes, offset, length, SeriesCache.DROPPED);
    }
    int limit = job.limits().samples();
    if (limit > 0 && counts.kept >= limit) {
      // Only counted: a scrape that fails must not leave series behind.
      counts.kept++;
      return SeriesCache.UNKNOWN;
    }
    long reference = batch.series(labels);
    if (reference == SampleBatch.NO_ROOM) {
      counts.kept++;
      counts.refused++;
      return SeriesCache.UNKNOWN;
    }
    counts.newSeries++;
    return cache.add(bytes, offset, length, reference);
  }
}
