package dev.pharos.storage.tsdb.wal;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongPredicate;

/** Passes on to another log what is still needed. */
final class CheckpointFilter implements RecordVisitor {

  private static final int FLUSH_BYTES = 1 << 20;

  private final WriteLog out;
  private final LongPredicate needed;
  private final long oldestMillis;
  private final long oldestTombstoneMillis;
  private final RecordBuffer buffer = new RecordBuffer();
  private final RecordEncoder encoder = new RecordEncoder(buffer);
  private final Map<Long, Metadata> latestMetadata = new LinkedHashMap<>();

  CheckpointFilter(WriteLog out, Needs needs) {
    this.out = out;
    this.needed = needs.series();
    this.oldestMillis = needs.samplesFrom();
    this.oldestTombstoneMillis = needs.tombstonesFrom();
  }

  void flushIfLarge() throws IOException {
    if (buffer.length() > FLUSH_BYTES) {
      flush();
    }
  }

  void finish() throws IOException {
    latestMetadata.forEach(encoder::metadata);
    flush();
  }

  private void flush() throws IOException {
    encoder.finish();
    if (!buffer.isEmpty()) {
      out.append(buffer);
      buffer.clear();
    }
  }

  @Override
  public void series(long reference, Labels labels) {
    if (needed.test(reference)) {
      encoder.series(reference, labels);
    }
  }

  @Override
  public void sample(long reference, long startMillis, long timestampMillis, double value) {
    if (timestampMillis >= oldestMillis && needed.test(reference)) {
      encoder.sample(reference, startMillis, timestampMillis, value);
    }
  }

  @Override
  public void histogram(
      long reference, long startMillis, long timestampMillis, NativeHistogram histogram) {
    if (timestampMillis >= oldestMillis && needed.test(reference)) {
      encoder.histogram(reference, startMillis, timestampMillis, histogram);
    }
  }

  @Override
  public void tombstone(long reference, long firstMillis, long lastMillis) {
    if (lastMillis >= oldestTombstoneMillis && needed.test(reference)) {
      encoder.tombstone(reference, firstMillis, lastMillis);
    }
  }

  @Override
  public void exemplar(long reference, Exemplar exemplar) {
    if (exemplar.timestampMillis() >= oldestMillis && needed.test(reference)) {
      encoder.exemplar(reference, exemplar);
    }
  }

  @Override
  public void metadata(long reference, Metadata metadata) {
    if (needed.test(reference)) {
      latestMetadata.put(reference, metadata);
    }
  }
}
