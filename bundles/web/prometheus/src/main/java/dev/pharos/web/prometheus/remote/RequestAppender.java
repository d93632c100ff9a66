package dev.pharos.web.prometheus.remote;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import java.util.Optional;

/**
 * Puts what a request holds into a batch.
 *
 * <p>A series is found by the hash of its labels' bytes, and only if it is not known, or not known
 * any more, by labels. As with the original, a series with labels that cannot be is left out and
 * counted, an exemplar that is not taken is left out, and the first sample that is not taken ends
 * the request, of which nothing is kept then.
 *
 * <p>For one request. Not safe for use by several threads.
 */
final class RequestAppender implements WriteRequestReader.Visitor {

  /** Samples further ahead than this are refused, as by the original. */
  private static final long MAX_AHEAD_MILLIS = 10 * 60_000;

  private static final long NOT_ASKED = -1;

  private final SeriesCache.Walk cache;
  private final SeriesHash hash;
  private final LabelsReader labels = new LabelsReader();

  private final SampleBatch batch;
  private final long latestMillis;

  /** Of the current series: where its labels are, and what they led to so far. */
  private byte[] bytes = new byte[0];

  private int from;
  private int to;
  private boolean hashed;
  private boolean usable;
  private boolean roomless;
  private long reference;

  private int appended;
  private int invalid;
  private int withoutRoom;
  private String firstInvalid = "";

  RequestAppender(SeriesCache cache, SeriesHash hash, SampleBatch batch, long nowMillis) {
    this.cache = cache.walk();
    this.hash = hash;
    this.batch = batch;
    this.latestMillis = nowMillis + MAX_AHEAD_MILLIS;
  }

  /** Samples and histograms put into the batch. */
  int appended() {
    return appended;
  }

  /** Samples and histograms left out since their series cannot be. */
  int invalid() {
    return invalid;
  }

  /** What was wrong with the first of those. */
  String firstInvalid() {
    return firstInvalid;
  }

  /** Samples and histograms of new series that the storage had no room for. */
  int withoutRoom() {
    return withoutRoom;
  }

  @Override
  public void series(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    usable = true;
    roomless = false;
    hashed = to - from <= SeriesHash.MAX_BYTES;
    reference = NOT_ASKED;
    if (hashed) {
      hash.hash(bytes, from, to);
      long found = cache.find(hash.high(), hash.low());
      reference = found == SeriesCache.UNKNOWN ? NOT_ASKED : found;
    }
  }

  @Override
  public void sample(long timestampMillis, double value)
      throws MalformedRequestException, RefusedSampleException {
    if (timestampMillis > latestMillis) {
      refuseUnlessInvalid("out of bounds: timestamp is too far in the future");
      return;
    }
    if (reference == NOT_ASKED && !lookUp()) {
      leaveOut();
      return;
    }
    Outcome outcome = batch.append(reference, Sample.NO_START, timestampMillis, value);
    if (outcome == Outcome.UNKNOWN_SERIES) {
      if (!lookUp()) {
        leaveOut();
        return;
      }
      outcome = batch.append(reference, Sample.NO_START, timestampMillis, value);
    }
    take(outcome, timestampMillis);
  }

  @Override
  public void histogram(Sample.Histogram histogram)
      throws MalformedRequestException, RefusedSampleException {
    if (histogram.timestampMillis() > latestMillis) {
      refuseUnlessInvalid("out of bounds: timestamp is too far in the future");
      return;
    }
    Optional<String> fault = HistogramCheck.fault(histogram.histogram());
    if (fault.isPresent()) {
      refuseUnlessInvalid("invalid histogram: it has " + fault.get());
      return;
    }
    if (reference == NOT_ASKED && !lookUp()) {
      leaveOut();
      return;
    }
    take(append(histogram), histogram.timestampMillis());
  }

  @Override
  public void exemplar(Exemplar exemplar) throws MalformedRequestException {
    if (exemplar.timestampMillis() <= latestMillis && (reference != NOT_ASKED || lookUp())) {
      append(new Sample.OfExemplar(exemplar));
    }
  }

  /** Appends, once more if the series was found to be forgotten. */
  private Outcome append(Sample sample) throws MalformedRequestException {
    Outcome outcome = batch.append(reference, sample);
    return outcome == Outcome.UNKNOWN_SERIES && lookUp()
        ? batch.append(reference, sample)
        : outcome;
  }

  private void take(Outcome outcome, long timestampMillis) throws RefusedSampleException {
    switch (outcome) {
      case ACCEPTED, SAME_AGAIN -> appended++;
      case DUPLICATE ->
          throw new RefusedSampleException(
              "duplicate sample for timestamp " + timestampMillis + "; overrides not allowed");
      case OUT_OF_ORDER -> throw new RefusedSampleException("out of order sample");
      case TOO_OLD -> throw new RefusedSampleException("out of bounds");
      case UNKNOWN_SERIES ->
          // The storage changed twice during one sample: the sender tries again.
          throw new IllegalStateException("the storage forgot a series it has just made");
    }
  }

  /** A sample of a series that cannot be is left out, whatever else is wrong with it. */
  private void refuseUnlessInvalid(String why)
      throws MalformedRequestException, RefusedSampleException {
    if (reference != NOT_ASKED || lookUp() || roomless) {
      throw new RefusedSampleException(why);
    }
    leaveOut();
  }

  private void leaveOut() {
    if (roomless) {
      withoutRoom++;
    } else {
      invalid++;
    }
  }

  /** Finds the series by its labels, or makes it; false if that cannot be. */
  private boolean lookUp() throws MalformedRequestException {
    reference = NOT_ASKED;
    if (!usable) {
      return false;
    }
    Labels found;
    try {
      found = labels.series(bytes, from, to);
    } catch (InvalidLabelsException e) {
      usable = false;
      if (firstInvalid.isEmpty()) {
        firstInvalid = String.valueOf(e.getMessage());
      }
      return false;
    }
    long made = batch.series(found);
    if (made == SampleBatch.NO_ROOM) {
      usable = false;
      roomless = true;
      return false;
    }
    reference = made;
    if (hashed) {
      cache.put(hash.high(), hash.low(), made);
    }
    return true;
  }
}
