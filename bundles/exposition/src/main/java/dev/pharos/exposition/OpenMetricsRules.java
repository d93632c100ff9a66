package dev.pharos.exposition;

import dev.pharos.exposition.ExpositionReader.Entry;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds a text to all rules of OpenMetrics 1.0, those of meaning too: for tests of exporters and
 * for commands that check what a target says.
 *
 * <p>A scrape is not held to them, since the original's is not and targets break them daily.
 */
public final class OpenMetricsRules {

  private static final int MAX_EXEMPLAR_CHARACTERS = 128;

  private final OpenMetricsReader reader = new OpenMetricsReader();
  private final Set<String> families = new HashSet<>();

  private String family = "";
  private final Set<Entry> told = EnumSet.noneOf(Entry.class);
  private final Set<Labels> groups = new HashSet<>();
  private @Nullable MetricPoints points;

  private OpenMetricsRules() {}

  /**
   * Checks a whole text.
   *
   * @throws ExpositionException if it breaks a rule; the first one is told
   */
  public static void check(byte[] bytes, int offset, int length) throws ExpositionException {
    OpenMetricsRules rules = new OpenMetricsRules();
    rules.reader.reset(bytes, offset, length);
    rules.checkAll();
  }

  private void checkAll() throws ExpositionException {
    for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
      if (entry == Entry.SERIES) {
        sample();
      } else {
        metadata(entry);
      }
    }
    endPoints();
  }

  private void metadata(Entry entry) throws ExpositionException {
    String name = reader.family();
    if (!name.equals(family)) {
      enter(name);
    }
    if (points != null) {
      throw broken("the metadata of a family before its samples");
    }
    if (!told.add(entry)) {
      throw broken("each line of metadata once for a family");
    }
    if (entry == Entry.HELP) {
      reader.help();
    }
  }

  private void enter(String name) throws ExpositionException {
    endPoints();
    if (!families.add(name)) {
      throw broken("all lines of a family in one place");
    }
    family = name;
    told.clear();
    groups.clear();
  }

  private void endPoints() throws ExpositionException {
    if (points != null) {
      points.end();
    }
    points = null;
  }

  private void sample() throws ExpositionException {
    Labels labels = reader.labels();
    String name = labels.metricName();
    if (!belongs(name)) {
      enter(name);
    }
    String suffix = name.substring(family.length());
    exemplar(suffix);
    Labels group = group(suffix, labels);
    if (points == null || !points.group().equals(group)) {
      endPoints();
      if (!groups.add(group)) {
        throw broken("all samples of a metric in one place");
      }
      points = new MetricPoints(reader, group, type());
    }
    points.add(suffix, labels);
  }

  private MetricType type() {
    return told.contains(Entry.TYPE) ? reader.type() : MetricType.UNKNOWN;
  }

  private boolean belongs(String name) {
    if (family.isEmpty() || !name.startsWith(family)) {
      return false;
    }
    String suffix = name.substring(family.length());
    return switch (type()) {
      case COUNTER -> suffix.equals("_total") || suffix.equals("_created");
      case INFO -> suffix.equals("_info");
      case GAUGE, UNKNOWN, STATE_SET -> suffix.isEmpty();
      case SUMMARY ->
          switch (suffix) {
            case "", "_sum", "_count", "_created" -> true;
            default -> false;
          };
      case HISTOGRAM ->
          switch (suffix) {
            case "_bucket", "_sum", "_count", "_created" -> true;
            default -> false;
          };
      case GAUGE_HISTOGRAM ->
          switch (suffix) {
            case "_bucket", "_gsum", "_gcount" -> true;
            default -> false;
          };
    };
  }

  private Labels group(String suffix, Labels labels) {
    Labels group = labels.without(Labels.METRIC_NAME);
    return switch (type()) {
      case HISTOGRAM, GAUGE_HISTOGRAM -> suffix.equals("_bucket") ? group.without("le") : group;
      case SUMMARY -> suffix.isEmpty() ? group.without("quantile") : group;
      case STATE_SET -> group.without(family);
      case COUNTER, GAUGE, INFO, UNKNOWN -> group;
    };
  }

  private void exemplar(String suffix) throws ExpositionException {
    Exemplar exemplar = reader.exemplar();
    if (exemplar == null) {
      return;
    }
    boolean allowed =
        switch (type()) {
          case COUNTER -> suffix.equals("_total");
          case HISTOGRAM, GAUGE_HISTOGRAM -> suffix.equals("_bucket");
          case GAUGE, INFO, STATE_SET, SUMMARY, UNKNOWN -> false;
        };
    if (!allowed) {
      throw broken("exemplars with counters' _total and histograms' _bucket alone");
    }
    int characters =
        exemplar.labels().toMap().entrySet().stream()
            .mapToInt(label -> characters(label.getKey()) + characters(label.getValue()))
            .sum();
    if (characters > MAX_EXEMPLAR_CHARACTERS) {
      throw broken("at most " + MAX_EXEMPLAR_CHARACTERS + " characters in an exemplar's labels");
    }
  }

  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }

  private ExpositionException broken(String expected) {
    return reader.error(reader.entryStart, expected);
  }
}
