package dev.pharos.storage.tsdb.head;

import dev.pharos.storage.tsdb.compact.CompactableHead;
import dev.pharos.storage.tsdb.series.SeriesSource;
import java.io.IOException;

/** The late samples that were there at one moment. One at a time. */
public final class LateSnapshot implements CompactableHead.LateSamples {

  private final Head head;
  private final SeriesSource source;
  private final int firstSegment;

  LateSnapshot(Head head, SeriesSource source, int firstSegment) {
    this.head = head;
    this.source = source;
    this.firstSegment = firstSegment;
  }

  @Override
  public SeriesSource source() {
    return source;
  }

  /** {@inheritDoc} Under the commit lock. */
  @Override
  public void forget() throws IOException {
    head.forgetLate(firstSegment);
  }
}
