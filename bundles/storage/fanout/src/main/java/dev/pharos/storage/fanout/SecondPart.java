package dev.pharos.storage.fanout;

import dev.pharos.model.Labels;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A part that gets what the main part gets, and what its own references of series are.
 *
 * <p>Remembers the labels of every series written since the parts last changed, since a part may
 * forget a series that the main part still knows. Safe for use by several threads.
 */
final class SecondPart {

  /** A series as this part knows it. */
  private record Known(Labels labels, long reference) {}

  private final Part<SampleWriter> part;
  private final Map<Long, Known> series = new ConcurrentHashMap<>();

  SecondPart(Part<SampleWriter> part) {
    this.part = part;
  }

  String name() {
    return part.name();
  }

  SampleWriter writer() {
    return part.service();
  }

  /** Learns which series the main part's reference means. */
  void learn(long mainReference, Labels labels, SampleBatch batch) {
    Known known = series.get(mainReference);
    if (known == null || !known.labels.equals(labels)) {
      series.put(mainReference, new Known(labels, batch.series(labels)));
    }
  }

  /** This part's reference for the main part's. */
  long reference(long mainReference) {
    Known known = series.get(mainReference);
    return known == null ? SampleBatch.NO_ROOM : known.reference;
  }

  /** Looks a series up again that this part has forgotten. */
  long relearn(long mainReference, SampleBatch batch) {
    @Nullable Known known =
        series.computeIfPresent(
            mainReference,
            (reference, before) -> new Known(before.labels, batch.series(before.labels)));
    return known == null ? SampleBatch.NO_ROOM : known.reference;
  }
}
