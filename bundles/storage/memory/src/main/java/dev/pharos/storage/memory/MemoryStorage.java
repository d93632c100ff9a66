package dev.pharos.storage.memory;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.TimeRange;
import dev.pharos.model.Utf8Order;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Keeps samples in arrays, one set per series, and looks at every series to select some.
 *
 * <p>A select copies nothing but the list of the series it found: samples are only ever added
 * behind those it can see.
 */
@Component(
    service = {SampleWriter.class, SeriesReader.class},
    configurationPid = "dev.pharos.storage.memory",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = {
      StorageRole.PROPERTY + "=" + StorageRole.PART,
      StorageRole.NAME + "=memory",
    })
@Designate(ocd = MemoryStorage.Config.class)
public final class MemoryStorage implements SampleWriter, SeriesReader {

  /** Settings. */
  @ObjectClassDefinition(name = "Samples in memory", description = "Keeps samples until it ends")
  public @interface Config {

    @AttributeDefinition(description = "Hours that samples are kept; at least 1")
    int retention_hours() default 24;

    @AttributeDefinition(description = "Series held at most; 0 for any number")
    long max_series() default 0;
  }

  private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

  private final MemoryHead head;

  /** A storage that forgets nothing, has room for everything and refuses no age. */
  public MemoryStorage() {
    this(FOREVER, 0);
  }

  /**
   * A storage with bounds.
   *
   * @param retention samples this much older than the latest are refused, and forgotten
   * @param maxSeries series held at most; 0 for any number
   */
  public MemoryStorage(Duration retention, long maxSeries) {
    this.head = new MemoryHead(retention.toMillis(), maxSeries == 0 ? Long.MAX_VALUE : maxSeries);
  }

  @Activate
  public MemoryStorage(Config config) {
    this(retention(config), config.max_series());
  }

  private static Duration retention(Config config) {
    if (config.retention_hours() < 1) {
      throw new IllegalArgumentException(
          "retention.hours is " + config.retention_hours() + "; set it to 1 or more");
    }
    return Duration.ofHours(config.retention_hours());
  }

  @Override
  public SampleBatch begin() {
    return new MemoryBatch(head);
  }

  @Override
  public SeriesSet select(Access access, TimeRange range, List<Matcher> matchers) {
    if (matchers.isEmpty()) {
      throw new IllegalArgumentException("select needs at least one matcher");
    }
    List<SeriesView> found = head.find(access, range, matchers);
    found.sort(Comparator.comparing(SeriesView::labels));
    return new MemorySeriesSet(access, range, found);
  }

  @Override
  public List<String> labelNames(
      Access access, TimeRange range, List<Matcher> matchers, int limit) {
    TreeSet<String> names = new TreeSet<>(Utf8Order.INSTANCE);
    for (SeriesView series : head.find(access, range, matchers)) {
      for (int i = 0; i < series.labels().size(); i++) {
        names.add(series.labels().name(i));
      }
    }
    return first(names, limit);
  }

  @Override
  public List<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers, int limit) {
    TreeSet<String> values = new TreeSet<>(Utf8Order.INSTANCE);
    for (SeriesView series : head.find(access, range, matchers)) {
      values.add(series.labels().get(name));
    }
    values.remove("");
    return first(values, limit);
  }

  private static List<String> first(Collection<String> sorted, int limit) {
    return sorted.stream().limit(limit == 0 ? Long.MAX_VALUE : limit).toList();
  }

  @Override
  public Map<Labels, List<Exemplar>> exemplars(
      Access access, TimeRange range, List<Matcher> matchers) {
    Map<Labels, List<Exemplar>> answer = new TreeMap<>();
    head.exemplars(
        access,
        range,
        matchers,
        (labels, exemplar) -> answer.computeIfAbsent(labels, l -> new ArrayList<>()).add(exemplar));
    return answer;
  }

  @Override
  public Map<String, Metadata> metadata(Access access) {
    return head.metadata(access);
  }
}
