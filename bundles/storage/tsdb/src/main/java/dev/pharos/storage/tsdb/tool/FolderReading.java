package dev.pharos.storage.tsdb.tool;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.api.StorageTool;
import dev.pharos.storage.tsdb.head.Head;
import dev.pharos.storage.tsdb.head.HeadReplay;
import dev.pharos.storage.tsdb.wal.Checkpoints;
import dev.pharos.storage.tsdb.wal.Damage;
import dev.pharos.storage.tsdb.wal.DamagedRecordException;
import dev.pharos.storage.tsdb.wal.RecordDecoder;
import dev.pharos.storage.tsdb.wal.SegmentReader;
import dev.pharos.storage.tsdb.wal.Segments;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/** A data folder read without being changed: damage is stepped over and nothing is mended. */
final class FolderReading implements StorageTool.Reading {

  private static final System.Logger LOG = System.getLogger(FolderReading.class.getName());

  private final Head head;

  private FolderReading(Head head) {
    this.head = head;
  }

  static FolderReading open(Path data) throws IOException {
    Head head = new Head(0);
    Path wal = data.resolve("wal");
    if (Files.isDirectory(wal)) {
      replay(wal, new HeadReplay(head));
    }
    return new FolderReading(head);
  }

  private static void replay(Path wal, HeadReplay replay) throws IOException {
    NavigableMap<Integer, Path> segments = Segments.list(wal);
    Map.Entry<Integer, Path> checkpoint = Checkpoints.list(wal).lastEntry();
    if (checkpoint != null) {
      segments.headMap(checkpoint.getKey(), true).clear();
      for (Path segment : Segments.list(checkpoint.getValue()).values()) {
        replaySegment(segment, replay);
      }
    }
    for (Path segment : segments.values()) {
      replaySegment(segment, replay);
    }
  }

  private static void replaySegment(Path segment, HeadReplay replay) throws IOException {
    try (SegmentReader reader =
        new SegmentReader(segment, 0, Long.MAX_VALUE, FolderReading::warn)) {
      while (reader.next()) {
        try {
          RecordDecoder.decode(reader.record(), reader.length(), replay);
        } catch (DamagedRecordException lost) {
          LOG.log(
              Level.WARNING,
              segment + ": " + lost.getMessage() + "; 'pharos storage check' tells more");
        }
      }
    }
  }

  private static void warn(Damage damage) {
    if (!damage.torn()) {
      LOG.log(Level.WARNING, damage + "; what stood there is left out");
    }
  }

  @Override
  public SeriesSet select(Access access, TimeRange range, List<Matcher> matchers)
      throws StorageException {
    return head.select(access, range, matchers);
  }

  @Override
  public List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    return first(head.labelNames(access, range, matchers), limit);
  }

  @Override
  public List<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    return first(head.labelValues(access, name, range, matchers), limit);
  }

  private static List<String> first(Set<String> sorted, int limit) {
    return sorted.stream().limit(limit == 0 ? Long.MAX_VALUE : limit).toList();
  }

  @Override
  public Map<Labels, List<Exemplar>> exemplars(
      Access access, TimeRange range, List<Matcher> matchers) throws StorageException {
    return head.exemplars(access, range, matchers);
  }

  @Override
  public Map<String, Metadata> metadata(Access access) throws StorageException {
    return head.metadata(access);
  }

  @Override
  public void close() {}
}
