package dev.pharos.query.promql.column;

import org.jspecify.annotations.Nullable;

/** Counts samples that are looked at: all together and, where it is asked for, at each instant. */
public final class SampleCount {

  private final long @Nullable [] steps;
  private long total;
  private long told;

  /**
   * A count of nothing.
   *
   * @param perStep whether each instant is counted by itself too
   * @param size how many instants there are
   */
  public SampleCount(boolean perStep, int size) {
    steps = perStep ? new long[size] : null;
  }

  /** Counts samples looked at for an instant. */
  public void add(int step, long samples) {
    total += samples;
    if (steps != null) {
      steps[step] += samples;
    }
  }

  /** Counts what another has counted. */
  public void add(SampleCount other) {
    total += other.total;
    if (steps != null && other.steps != null) {
      for (int i = 0; i < steps.length; i++) {
        steps[i] += other.steps[i];
      }
    }
  }

  /** Counts at the first instant what another has counted for one that stands for all. */
  public void addAtFirst(SampleCount once) {
    add(0, once.total);
  }

  /** Counts as often as there are instants what another has counted for one. */
  public void addAtEach(SampleCount once, int size) {
    total += once.total * size;
    if (steps != null) {
      for (int i = 0; i < steps.length; i++) {
        steps[i] += once.total;
      }
    }
  }

  /** How many have been counted since this was asked before. */
  public long news() {
    long news = total - told;
    told = total;
    return news;
  }

  public long total() {
    return total;
  }

  /** Samples looked at for an instant; 0 unless instants are counted by themselves. */
  public long at(int step) {
    return steps == null ? 0 : steps[step];
  }
}
