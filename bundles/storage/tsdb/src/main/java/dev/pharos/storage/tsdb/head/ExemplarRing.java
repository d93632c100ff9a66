package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.storage.api.SampleBatch.Outcome;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The latest exemplars of all series: a new one takes the place of the oldest. Safe for use by
 * several threads.
 */
public final class ExemplarRing {

  /** What an exemplar takes of the heap, about, with labels of its own. */
  private static final int BYTES = 400;

  /** The part of the heap that exemplars of a log may take until it is known how many are held. */
  private static final int HEAP_SHARE = 16;

  private static final int USUAL = 100_000;

  private record Held(Labels series, Exemplar exemplar) {}

  private final ArrayDeque<Held> ring = new ArrayDeque<>();

  /** The last exemplar of each series that has any here, with the labels that all of them share. */
  private final Map<Labels, Held> last = new HashMap<>();

  private int capacity;

  /** A ring for what a log holds, until {@link #resize} tells how much is held. */
  static ExemplarRing whileLoading() {
    long fits = Runtime.getRuntime().maxMemory() / HEAP_SHARE / BYTES;
    return new ExemplarRing(Math.clamp(fits, USUAL, Integer.MAX_VALUE));
  }

  ExemplarRing(int capacity) {
    this.capacity = capacity;
  }

  /** Holds so many from now on; the oldest go. */
  public synchronized void resize(int most) {
    capacity = most;
    while (ring.size() > most) {
      dropOldest();
    }
  }

  /** Exemplars held at most. */
  public synchronized int capacity() {
    return capacity;
  }

  synchronized Outcome judge(Labels series, Exemplar exemplar) {
    Held before = last.get(series);
    return judge(before == null ? null : before.exemplar(), exemplar);
  }

  /** What would become of an exemplar after another of its series. */
  static Outcome judge(@Nullable Exemplar before, Exemplar exemplar) {
    if (before == null || exemplar.timestampMillis() > before.timestampMillis()) {
      return Outcome.ACCEPTED;
    }
    if (exemplar.timestampMillis() < before.timestampMillis()) {
      return Outcome.OUT_OF_ORDER;
    }
    return exemplar.equals(before) ? Outcome.SAME_AGAIN : Outcome.ACCEPTED;
  }

  /** Adds an exemplar unless a later one of its series is here; false if it was not added. */
  synchronized boolean add(Labels series, Exemplar exemplar) {
    Held before = last.get(series);
    if (capacity == 0
        || judge(before == null ? null : before.exemplar(), exemplar) != Outcome.ACCEPTED) {
      return false;
    }
    if (ring.size() == capacity) {
      dropOldest();
    }
    Held added = new Held(before == null ? series : before.series(), exemplar);
    ring.addLast(added);
    last.put(added.series(), added);
    return true;
  }

  private void dropOldest() {
    Held oldest = ring.removeFirst();
    last.remove(oldest.series(), oldest); // Not if a later one is there.
  }

  /** All exemplars, the oldest first. */
  synchronized void forEach(BiConsumer<Labels, Exemplar> consumer) {
    for (Held held : ring) {
      consumer.accept(held.series(), held.exemplar());
    }
  }

  /** Exemplars held. */
  public synchronized int size() {
    return ring.size();
  }

  /** Series that have exemplars here. */
  public synchronized int series() {
    return last.size();
  }

  /** Timestamp of the oldest exemplar, or zero if there is none. */
  public synchronized long oldestMillis() {
    Held oldest = ring.peekFirst();
    return oldest == null ? 0 : oldest.exemplar().timestampMillis();
  }
}
