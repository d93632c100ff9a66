package dev.pharos.storage.tsdb;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleLog;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.wal.DamagedRecordException;
import dev.pharos.storage.tsdb.wal.RecordDecoder;
import dev.pharos.storage.tsdb.wal.RecordVisitor;
import dev.pharos.storage.tsdb.wal.SegmentReader;
import dev.pharos.storage.tsdb.wal.Segments;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Reads the log for those that pass samples on. */
final class TsdbLog implements SampleLog {

  private final TsdbStorage storage;

  TsdbLog(TsdbStorage storage) {
    this.storage = storage;
  }

  @Override
  public Position oldest() {
    try {
      NavigableMap<Integer, Path> segments = segments();
      return segments.isEmpty() ? newest() : new Position(segments.firstKey(), 0);
    } catch (IOException e) {
      return newest();
    }
  }

  private NavigableMap<Integer, Path> segments() throws IOException {
    return Segments.list(storage.settings().wal());
  }

  @Override
  public Position newest() {
    return storage.end();
  }

  @Override
  public AutoCloseable hold(String holder, Position position) {
    return storage.holds().hold(holder, position);
  }

  @Override
  public Position read(Position from, Reader reader) throws StorageException {
    Position end = newest();
    if (from.compareTo(end) >= 0) {
      return from;
    }
    Told told = new Told(reader);
    try {
      Position at = skipLost(from, reader);
      for (Map.Entry<Integer, Path> segment : segments().tailMap(at.segment(), true).entrySet()) {
        int number = segment.getKey();
        if (number > end.segment()) {
          break;
        }
        long offset = number == at.segment() ? at.offset() : 0;
        long limit = number == end.segment() ? end.offset() : Long.MAX_VALUE;
        read(segment.getValue(), number, offset, limit, told);
      }
      return end;
    } catch (IOException e) {
      throw new StorageException("cannot read the log from " + from + ": " + e.getMessage(), e);
    }
  }

  private Position skipLost(Position from, Reader reader) {
    Position oldest = oldest();
    if (from.compareTo(oldest) < 0) {
      reader.lost(from, oldest);
      return oldest;
    }
    return from;
  }

  private static void read(Path segment, int number, long offset, long limit, Told told)
      throws IOException {
    try (SegmentReader records =
        new SegmentReader(
            segment,
            offset,
            limit,
            damage ->
                told.reader.lost(
                    new Position(number, damage.offset()),
                    new Position(number, damage.offset())))) {
      RecordDecoder decoder = new RecordDecoder(told);
      while (records.next()) {
        decoder.decode(records.record(), records.length());
      }
    } catch (FileNotFoundException e) {
      told.reader.lost(new Position(number, offset), new Position(number + 1, 0));
    } catch (DamagedRecordException e) {
      throw new IOException(segment + ": " + e.getMessage(), e);
    }
  }

  /** Passes on what is a sample, with the labels of its series. */
  private final class Told implements RecordVisitor {

    final Reader reader;
    private final Map<Long, Labels> series = new HashMap<>();

    Told(Reader reader) {
      this.reader = reader;
    }

    private void tell(long reference, Sample sample) {
      Labels labels = labels(reference);
      if (labels != null) {
        reader.sample(labels, sample);
      }
    }

    private @Nullable Labels labels(long reference) {
      Labels labels = storage.head().labels(reference);
      return labels == null ? series.get(reference) : labels;
    }

    @Override
    public void series(long reference, Labels labels) {
      series.put(reference, labels);
    }

    @Override
    public void sample(long reference, long startMillis, long timestampMillis, double value) {
      tell(reference, new Sample.Value(startMillis, timestampMillis, value));
    }

    @Override
    public void histogram(
        long reference, long startMillis, long timestampMillis, NativeHistogram histogram) {
      tell(reference, new Sample.Histogram(startMillis, timestampMillis, histogram));
    }

    @Override
    public void tombstone(long reference, long firstMillis, long lastMillis) {}

    @Override
    public void exemplar(long reference, Exemplar exemplar) {
      tell(reference, new Sample.OfExemplar(exemplar));
    }

    @Override
    public void metadata(long reference, Metadata metadata) {
      tell(reference, new Sample.OfMetadata(metadata));
    }
  }
}
