package dev.pharos.query.promql.samples;

import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.SampleCount;
import dev.pharos.query.promql.histogram.Histograms;
import dev.pharos.query.syntax.Expr.Extension;

/**
 * Counts the samples that ranges reach, each once: at the first instant whose range it is in,
 * however many ranges share it.
 */
final class FirstSight {

  private final RangeSource source;
  private final Grid grid;
  private final boolean perStep;
  private final SampleCount count;

  FirstSight(RangeSource source, Grid grid, boolean perStep) {
    this.source = source;
    this.grid = grid;
    this.perStep = perStep;
    this.count = new SampleCount(perStep, grid.size());
  }

  /** Counts the samples of a series, which have been loaded for all ranges together. */
  void count(SampleBuffer samples) {
    boolean gaps = grid.size() > 1 && source.rangeMillis() < grid.stepMillis();
    if (!perStep && (!gaps || source.extension() != Extension.NONE)) {
      count.add(0, samples.size());
      for (int i = 0; i < samples.histogramCount(); i++) {
        count.add(0, Histograms.samples(samples.histogram(i)));
      }
      return;
    }
    for (int i = 0; i < samples.size(); i++) {
      count(samples.time(i), 1);
    }
    for (int i = 0; i < samples.histogramCount(); i++) {
      count(samples.histogramTime(i), Histograms.samples(samples.histogram(i)));
    }
  }

  private void count(long time, long samples) {
    long late = time - source.endMillis(grid.startMillis());
    boolean first = late <= 0 || grid.size() == 1;
    long step = first ? 0 : Math.min(grid.size() - 1, Math.ceilDiv(late, grid.stepMillis()));
    boolean reached =
        source.extension() != Extension.NONE
            || time > source.endMillis(grid.at((int) step)) - source.rangeMillis();
    if (reached) {
      count.add((int) step, samples);
    }
  }

  SampleCount counted() {
    return count;
  }
}
