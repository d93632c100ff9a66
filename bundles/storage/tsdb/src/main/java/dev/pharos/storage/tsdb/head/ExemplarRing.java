package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Exemplar;
import dev.pharos.storage.api.SampleBatch.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The latest exemplars of all series: a new one takes the place of the oldest. */
final class ExemplarRing {

  private record Held(HeadSeries series, Exemplar exemplar) {}

  private final @Nullable Held[] ring;
  private final Map<HeadSeries, Exemplar> last = new HashMap<>();
  private int next;

  ExemplarRing(int capacity) {
    ring = new @Nullable Held[capacity];
  }

  synchronized Outcome judge(HeadSeries series, Exemplar exemplar) {
    return judge(last.get(series), exemplar);
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

  /** Adds an exemplar unless a later one of its series is here. */
  synchronized void add(HeadSeries series, Exemplar exemplar) {
    if (judge(last.get(series), exemplar) != Outcome.ACCEPTED) {
      return;
    }
    Held oldest = ring[next];
    if (oldest != null) {
      last.remove(oldest.series(), oldest.exemplar());
    }
    ring[next] = new Held(series, exemplar);
    last.put(series, exemplar);
    next = (next + 1) % ring.length;
  }

  /** All exemplars, the oldest first. */
  synchronized void forEach(BiConsumer<HeadSeries, Exemplar> consumer) {
    for (int i = 0; i < ring.length; i++) {
      Held held = ring[(next + i) % ring.length];
      if (held != null) {
        consumer.accept(held.series(), held.exemplar());
      }
    }
  }

  /** Exemplars held. */
  synchronized int size() {
    return ring[next] != null ? ring.length : next;
  }
}
