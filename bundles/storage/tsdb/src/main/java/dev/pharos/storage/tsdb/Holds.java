package dev.pharos.storage.tsdb;

import dev.pharos.storage.api.SampleLog.Position;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Positions in the log that somebody still wants to read from. */
final class Holds {

  private record Hold(String holder, Position position) {}

  private final Map<Long, Hold> holds = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();

  AutoCloseable hold(String holder, Position position) {
    long id = ids.incrementAndGet();
    holds.put(id, new Hold(holder, position));
    return () -> holds.remove(id);
  }

  /** The first segment that is held. */
  OptionalInt firstSegment() {
    return holds.values().stream().mapToInt(hold -> hold.position().segment()).min();
  }
}
