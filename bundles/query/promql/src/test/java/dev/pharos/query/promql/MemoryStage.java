package dev.pharos.query.promql;

import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.promql.column.Dialect;
import dev.pharos.query.testkit.Stage;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.memory.MemoryStorage;
import java.time.InstantSource;

/** The engine over samples in memory. */
final class MemoryStage implements Stage {

  private final MemoryStorage storage = new MemoryStorage();
  private final QueryEngine engine;

  private MemoryStage(Dialect dialect) {
    engine =
        new PromqlEngine(
            storage,
            PromqlEngine.Limits.DEFAULT,
            dialect,
            InstantSource.system(),
            PromqlEngine.Notes.none());
  }

  /** A stage for any script. */
  static Stage open(boolean starts) {
    return new MemoryStage(Dialect.ALL);
  }

  /** A stage with nothing switched on, where names go at once. */
  static Stage plain(boolean starts) {
    return new MemoryStage(Dialect.STABLE);
  }

  @Override
  public boolean keepsHints() {
    return true;
  }

  @Override
  public SampleWriter writer() {
    return storage;
  }

  @Override
  public QueryEngine engine() {
    return engine;
  }

  @Override
  public void close() {}
}
