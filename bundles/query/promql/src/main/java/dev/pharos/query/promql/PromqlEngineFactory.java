package dev.pharos.query.promql;

import dev.pharos.query.api.EngineFactory;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.storage.api.SeriesReader;
import java.util.Collection;

/** Makes PromQL engines for commands. */
public final class PromqlEngineFactory implements EngineFactory {

  @Override
  public QueryEngine over(SeriesReader storage, Collection<String> features) {
    return PromqlEngine.over(storage, features);
  }
}
