package dev.pharos.storage.fanout;

import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.AccessEndedException;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.TextUnion;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes to all parts and reads from all of them, as if they were one.
 *
 * <p>The main part decides: what it refuses is refused, and where it fails the operation fails. A
 * failure of another part is counted and logged; a read goes on without it and says so.
 */
final class FanoutStorage implements SampleWriter, SeriesReader {

  private final Supplier<Parts> parts;
  private final PartFailures failures;

  FanoutStorage(Supplier<Parts> parts, PartFailures failures) {
    this.parts = parts;
    this.failures = failures;
  }

  static StorageException noMain(String name) {
    return new StorageException(
        name.isEmpty()
            ? "there is no storage: install a storage bundle and configure it"
            : "the main storage part " + name + " is not there (yet)");
  }

  @Override
  public SampleBatch begin() throws StorageException {
    return FanoutBatch.begin(parts.get(), failures);
  }

  /** What is asked of one part. */
  @FunctionalInterface
  private interface Question<A> {
    A ask(SeriesReader reader) throws StorageException;
  }

  /** Asks all parts, the main one first. */
  private <A> void askAll(Question<A> question, Consumer<A> answers) throws StorageException {
    Parts now = parts.get();
    if (now.mainReader().isEmpty()) {
      throw noMain(now.mainName());
    }
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < now.readers().size(); i++) {
      Part<SeriesReader> part = now.readers().get(i);
      try {
        answers.accept(question.ask(part.service()));
      } catch (AccessEndedException e) {
        throw e;
      } catch (StorageException | RuntimeException e) {
        new PartReading(part.name(), i == 0, warnings, failures).failed(e);
      }
    }
  }

  @Override
  public SeriesSet select(Access access, TimeRange range, List<Matcher> matchers)
      throws StorageException {
    if (matchers.isEmpty()) {
      throw new IllegalArgumentException("select needs at least one matcher");
    }
    Parts now = parts.get();
    Part<SeriesReader> main = now.mainReader().orElseThrow(() -> noMain(now.mainName()));
    if (now.readers().size() == 1 && now.departed().isEmpty()) {
      return main.service().select(access, range, matchers);
    }
    List<String> warnings = new ArrayList<>();
    for (String gone : now.departed()) {
      warnings.add(
          "the storage part " + gone + " is gone, so samples that only it holds are missing");
    }
    List<MergedSeriesSet.Source> sources = new ArrayList<>();
    boolean complete = false;
    try {
      for (int i = 0; i < now.readers().size(); i++) {
        Part<SeriesReader> part = now.readers().get(i);
        PartReading reading = new PartReading(part.name(), i == 0, warnings, failures);
        select(access, range, matchers, part, reading, sources);
      }
      complete = true;
      return new MergedSeriesSet(sources, warnings);
    } finally {
      if (!complete) {
        sources.forEach(source -> source.series().close());
      }
    }
  }

  private static void select(
      Access access,
      TimeRange range,
      List<Matcher> matchers,
      Part<SeriesReader> part,
      PartReading reading,
      List<MergedSeriesSet.Source> sources)
      throws StorageException {
    try {
      SeriesSet series = part.service().select(access, range, matchers);
      sources.add(new MergedSeriesSet.Source(sources.size(), series, reading));
    } catch (AccessEndedException e) {
      throw e;
    } catch (StorageException | RuntimeException e) {
      reading.failed(e);
    }
  }

  @Override
  public List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    TextUnion names = new TextUnion();
    askAll(reader -> reader.labelNames(access, range, matchers, limit), names::add);
    return first(names, limit);
  }

  @Override
  public List<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    TextUnion values = new TextUnion();
    askAll(reader -> reader.labelValues(access, name, range, matchers, limit), values::add);
    return first(values, limit);
  }

  private static List<String> first(TextUnion texts, int limit) {
    return texts.first(limit == 0 ? Integer.MAX_VALUE : limit);
  }

  @Override
  public Map<Labels, List<Exemplar>> exemplars(
      Access access, TimeRange range, List<Matcher> matchers) throws StorageException {
    Map<Labels, List<Exemplar>> all = new TreeMap<>();
    askAll(
        reader -> reader.exemplars(access, range, matchers),
        answer -> answer.forEach((labels, more) -> all.merge(labels, more, FanoutStorage::merge)));
    return all;
  }

  private static List<Exemplar> merge(List<Exemplar> one, List<Exemplar> other) {
    List<Exemplar> merged = new ArrayList<>(one);
    for (Exemplar exemplar : other) {
      if (!one.contains(exemplar)) {
        merged.add(exemplar);
      }
    }
    merged.sort(Comparator.comparingLong(Exemplar::timestampMillis));
    return merged;
  }

  @Override
  public Map<String, Metadata> metadata(Access access) throws StorageException {
    Map<String, Metadata> all = new TreeMap<>();
    askAll(reader -> reader.metadata(access), answer -> answer.forEach(all::putIfAbsent));
    return all;
  }
}
