package dev.pharos.storage.tsdb.head;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import dev.pharos.storage.tsdb.series.SeriesSource;
import java.util.List;

/** The out-of-order part of the head: all of it, or what of it was told to go into blocks. */
final class LateSource implements SeriesSource {

  private final Head head;
  private final LateRows late;
  private final boolean told;

  LateSource(Head head, LateRows late, boolean told) {
    this.head = head;
    this.late = late;
    this.told = told;
  }

  @Override
  public long minMillis() {
    return late.minMillis();
  }

  @Override
  public long maxMillis() {
    return late.maxMillis();
  }

  @Override
  public ChunkSeriesSet select(Access access, TimeRange range, List<Matcher> matchers) {
    return head.select(access, range, matchers, told ? late::captureTold : late::capture);
  }

  @Override
  public List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers) {
    return late.isEmpty()
        ? List.of()
        : head.questions(access, range, late::overlaps).names(matchers);
  }

  @Override
  public List<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers) {
    return late.isEmpty()
        ? List.of()
        : head.questions(access, range, late::overlaps).values(name, matchers);
  }
}
