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
import dev.pharos.storage.tsdb.head.HeadCursors;
import dev.pharos.storage.tsdb.head.HeadReplay;
import dev.pharos.storage.tsdb.wal.LogReplay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A data folder read without being changed: damage is stepped over and nothing is mended. */
final class FolderReading implements StorageTool.Reading {

  private final Head head;

  private FolderReading(Head head) {
    this.head = head;
  }

  static FolderReading open(Path data) throws IOException {
    Head head = new Head(0);
    HeadReplay replay = new HeadReplay(head);
    LogReplay.looking(data.resolve("wal")).run(replay);
    replay.finish();
    return new FolderReading(head);
  }

  @Override
  public SeriesSet select(Access access, TimeRange range, List<Matcher> matchers)
      throws StorageException {
    return new HeadCursors(access, range, head.select(access, range, all(access, matchers)));
  }

  @Override
  public List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    return first(head.labelNames(access, range, all(access, matchers)), limit);
  }

  @Override
  public List<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    return first(head.labelValues(access, name, range, all(access, matchers)), limit);
  }

  /** The matchers together with those that the access enforces. */
  private static List<Matcher> all(Access access, List<Matcher> matchers) {
    List<Matcher> all = new ArrayList<>(access.enforced());
    all.addAll(matchers);
    return all;
  }

  private static List<String> first(List<String> sorted, int limit) {
    return sorted.stream().limit(limit == 0 ? Long.MAX_VALUE : limit).toList();
  }

  @Override
  public Map<Labels, List<Exemplar>> exemplars(
      Access access, TimeRange range, List<Matcher> matchers) throws StorageException {
    return head.exemplars(access, range, all(access, matchers));
  }

  @Override
  public Map<String, Metadata> metadata(Access access) throws StorageException {
    return head.metadata(access);
  }

  @Override
  public void close() {}
}
