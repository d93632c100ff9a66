package dev.pharos.storage.tsdb.compact;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import dev.pharos.storage.tsdb.series.SeriesSource;
import java.util.List;
import java.util.Optional;

/** A head that cannot be read while a block is cut off it. */
final class FailingHead implements CompactableHead {

  private final FakeHead head;

  FailingHead(FakeHead head) {
    this.head = head;
  }

  @Override
  public SeriesSource inOrder() {
    SeriesSource source = head.inOrder();
    return new SeriesSource() {
      @Override
      public long minMillis() {
        return source.minMillis();
      }

      @Override
      public long maxMillis() {
        return source.maxMillis();
      }

      @Override
      public ChunkSeriesSet select(Access access, TimeRange range, List<Matcher> matchers)
          throws StorageException {
        throw new StorageException("no space left on device");
      }

      @Override
      public List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers) {
        throw new UnsupportedOperationException("not asked by compaction");
      }

      @Override
      public List<String> labelValues(
          Access access, String name, TimeRange range, List<Matcher> matchers) {
        throw new UnsupportedOperationException("not asked by compaction");
      }
    };
  }

  @Override
  public long settledBefore() {
    return head.settledBefore();
  }

  @Override
  public void refuseBefore(long millis) {
    head.refuseBefore(millis);
  }

  @Override
  public void truncate(long beforeMillis) {
    throw new AssertionError("forgets what is in no block");
  }

  @Override
  public Optional<LateSamples> lateSamples() {
    return head.lateSamples();
  }

  @Override
  public long bytesOnDisk() {
    return 0;
  }
}
