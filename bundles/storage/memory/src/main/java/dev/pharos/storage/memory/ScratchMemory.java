package dev.pharos.storage.memory;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.ScratchStorage;
import dev.pharos.storage.api.SeriesSet;
import java.util.List;
import java.util.Map;

/** Samples in memory for commands. */
public final class ScratchMemory implements ScratchStorage {

  @Override
  public Opened open() {
    return new Scratch(new MemoryStorage());
  }

  @Override
  public boolean keepsEverything() {
    return true;
  }

  private record Scratch(MemoryStorage storage) implements Opened {

    @Override
    public SampleBatch begin() {
      return storage.begin();
    }

    @Override
    public SeriesSet select(Access access, TimeRange range, List<Matcher> matchers) {
      return storage.select(access, range, matchers);
    }

    @Override
    public List<String> labelNames(
        Access access, TimeRange range, List<Matcher> matchers, int limit) {
      return storage.labelNames(access, range, matchers, limit);
    }

    @Override
    public List<String> labelValues(
        Access access, String name, TimeRange range, List<Matcher> matchers, int limit) {
      return storage.labelValues(access, name, range, matchers, limit);
    }

    @Override
    public Map<Labels, List<Exemplar>> exemplars(
        Access access, TimeRange range, List<Matcher> matchers) {
      return storage.exemplars(access, range, matchers);
    }

    @Override
    public Map<String, Metadata> metadata(Access access) {
      return storage.metadata(access);
    }

    @Override
    public void close() {}
  }
}
