package dev.pharos.storage.fanout;

import dev.pharos.model.Labels;
import dev.pharos.storage.api.SampleBatch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Where the series of one set of writers are found.
 *
 * <p>A reference of the fanout is the main part's reference with the number of the set above it, so
 * one that was given for other writers is recognised and never leads to a wrong series. The
 * references of the parts behind the main one are kept here by that of the main one.
 *
 * <p>Safe for use by several threads.
 */
final class Routes {

  private static final int MAIN_BITS = 47;
  private static final long MAIN_MASK = (1L << MAIN_BITS) - 1;
  private static final int EPOCHS = 1 << 16;

  /** A series in the parts behind the main one: a reference for each, 0 where it is not known. */
  record Route(Labels labels, AtomicLongArray references) {}

  private final long epoch;
  private final Map<Long, Route> routes = new ConcurrentHashMap<>();

  Routes(int epoch) {
    // From 1, so that no reference of a fanout is small enough to be taken for one of a part.
    this.epoch = 1L + Math.floorMod(epoch, EPOCHS - 1);
  }

  /** The reference to give out, or {@link SampleBatch#NO_ROOM} if the main part's is too large. */
  long reference(long main) {
    return main <= 0 || main > MAIN_MASK ? SampleBatch.NO_ROOM : (epoch << MAIN_BITS) | main;
  }

  /** The main part's reference, or 0 if it was given for other writers. */
  long main(long reference) {
    return reference >>> MAIN_BITS == epoch ? reference & MAIN_MASK : 0;
  }

  void remember(long main, Labels labels, int others) {
    if (others > 0) {
      routes.computeIfAbsent(main, m -> new Route(labels, new AtomicLongArray(others)));
    }
  }

  @Nullable Route route(long main) {
    return routes.get(main);
  }
}
