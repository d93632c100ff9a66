package dev.pharos.storage.tsdb.compact;

import dev.pharos.model.Labels;
import dev.pharos.storage.tsdb.series.SeriesSource;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A head of a few samples. */
final class FakeHead implements CompactableHead {

  private final Map<Labels, NavigableMap<Long, Double>> inOrder = new TreeMap<>();
  private final Map<Labels, NavigableMap<Long, Double>> late = new TreeMap<>();
  long bytesOnDisk;
  long settledMillis = Long.MAX_VALUE;
  long refusedMillis = Long.MIN_VALUE;

  synchronized void add(Labels labels, long millis, double value) {
    inOrder.computeIfAbsent(labels, unknown -> new TreeMap<>()).put(millis, value);
  }

  synchronized void addLate(Labels labels, long millis, double value) {
    late.computeIfAbsent(labels, unknown -> new TreeMap<>()).put(millis, value);
  }

  synchronized void delete(Labels labels) {
    inOrder.remove(labels);
    late.remove(labels);
  }

  private static FakeSource source(Map<Labels, NavigableMap<Long, Double>> samples) {
    FakeSource source = new FakeSource();
    samples.forEach(
        (labels, values) -> {
          if (!values.isEmpty()) {
            source.values(labels, values);
          }
        });
    return source;
  }

  @Override
  public synchronized SeriesSource inOrder() {
    return source(inOrder);
  }

  @Override
  public long settledBefore() {
    return settledMillis;
  }

  @Override
  public void refuseBefore(long millis) {
    refusedMillis = millis;
  }

  @Override
  public synchronized void truncate(long beforeMillis) {
    inOrder.values().forEach(samples -> samples.headMap(beforeMillis).clear());
  }

  @Override
  public synchronized Optional<LateSamples> lateSamples() {
    FakeSource source = source(late);
    return source.maxMillis() < source.minMillis()
        ? Optional.empty()
        : Optional.of(
            new LateSamples() {
              @Override
              public SeriesSource source() {
                return source;
              }

              @Override
              public void forget() {
                late.clear();
              }
            });
  }

  @Override
  public long bytesOnDisk() {
    return bytesOnDisk;
  }
}
