package dev.pharos.query.promql.operator;

import dev.pharos.model.Labels;
import dev.pharos.model.LabelsBuilder;
import dev.pharos.model.Matcher;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.column.EvaluationException;
import dev.pharos.query.promql.column.LabelSets;
import dev.pharos.query.promql.column.Names;
import dev.pharos.query.promql.column.QueryContext;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.syntax.DurationExpr;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Expr.Extension;
import dev.pharos.query.syntax.Expr.Instant;
import dev.pharos.query.syntax.Expr.Shift;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code info()}: adds to series the labels of info metrics, such as {@code target_info}, that have
 * the same {@code instance} and {@code job}.
 *
 * <p>The info metrics are looked at where the series' own selector looks. Series that are info
 * metrics themselves stay as they are.
 */
public final class JoinInfo extends VectorOperator {

  private static final List<String> IDENTIFYING = List.of("instance", "job");
  private static final Matcher TARGET_INFO = Matcher.metric("target_info");
  private static final Matcher ANY_INFO =
      new Matcher(Matcher.Type.REGEX, Labels.METRIC_NAME, ".+_info");

  /** An info series: its labels, and when its samples at each instant were taken. */
  private record Info(Labels labels, Column times) {}

  private final VectorOperator input;
  private final Expr.Call call;

  /** Which info metrics are wanted. */
  private final List<Matcher> names = new ArrayList<>();

  /** Which labels are wanted, by name; all if there are none. */
  private final Map<String, List<Matcher>> data = new LinkedHashMap<>();

  public JoinInfo(Place place, Expr.Call call, VectorOperator input) {
    super(place, List.of(input));
    this.input = input;
    this.call = call;
    if (call.arguments().size() > 1
        && call.arguments().get(1) instanceof Expr.VectorSelector selector) {
      for (Matcher matcher : selector.matchers()) {
        if (matcher.name().equals(Labels.METRIC_NAME)) {
          names.add(matcher);
        } else {
          data.computeIfAbsent(matcher.name(), n -> new ArrayList<>()).add(matcher);
        }
      }
    }
  }

  @Override
  void produce(Sink sink) throws StorageException {
    Expr argument = call.arguments().getFirst();
    List<Column> columns = columns(input);
    // Matchers that only say what is not wanted make no info metric of everything else.
    boolean choosesNames = names.stream().anyMatch(JoinInfo::chooses);
    List<Column> others = new ArrayList<>();
    List<Column> results = new ArrayList<>();
    boolean chosen = call.arguments().size() > 1;
    for (Column column : columns) {
      boolean isInfo =
          chosen
              ? choosesNames && matches(names, column.labels().metricName())
              : TARGET_INFO.matches(column.labels().metricName());
      (isInfo ? results : others).add(column.labelled(column.labels(), false));
    }
    Map<Labels, Map<String, List<Info>>> infos = infos(others, shift(argument));
    Map<Labels, ColumnBuilder> out = new LinkedHashMap<>();
    for (Column column : others) {
      query().access().check();
      Map<String, List<Info>> own = infos.getOrDefault(identity(column.labels()), Map.of());
      for (int i = column.first(); i < column.end(); i++) {
        if (column.has(i)) {
          Labels labels = enriched(column.labels(), own, i);
          if (labels != null) {
            ColumnBuilder builder =
                out.computeIfAbsent(labels, l -> new ColumnBuilder(grid().size()));
            if (builder.has(i)) {
              throw new EvaluationException("vector cannot contain metrics with the same labelset");
            }
            builder.copy(i, column);
          }
        }
      }
    }
    out.forEach(
        (labels, builder) -> {
          // A name that was to go in the end stays, as in the original.
          Column column = builder.build(labels, false);
          if (column != null) {
            results.add(column);
          }
        });
    give(Names.merge(results), sink);
  }

  private static boolean chooses(Matcher name) {
    return name.type() == Matcher.Type.EQUAL || name.type() == Matcher.Type.REGEX;
  }

  private static boolean matches(List<Matcher> matchers, String value) {
    return matchers.stream().allMatch(matcher -> matcher.matches(value));
  }

  private static Labels identity(Labels labels) {
    return LabelSets.keeping(IDENTIFYING).of(labels);
  }

  /** The info series by what they identify and by name. */
  private Map<Labels, Map<String, List<Info>>> infos(List<Column> columns, Shift shift)
      throws StorageException {
    List<Matcher> matchers = new ArrayList<>();
    for (String label : IDENTIFYING) {
      TreeSet<String> values = new TreeSet<>();
      columns.forEach(column -> values.add(column.labels().get(label)));
      values.remove("");
      if (!values.isEmpty()) {
        List<String> patterns = values.stream().map(JoinInfo::literally).toList();
        matchers.add(new Matcher(Matcher.Type.REGEX, label, String.join("|", patterns)));
      }
    }
    if (matchers.isEmpty()) {
      return Map.of();
    }
    matchers.addAll(names.isEmpty() ? List.of(TARGET_INFO) : names);
    if (!names.isEmpty() && names.stream().noneMatch(JoinInfo::chooses)) {
      matchers.add(ANY_INFO);
    }
    data.values().forEach(matchers::addAll);
    Expr.VectorSelector selector =
        new Expr.VectorSelector("", matchers, shift, Extension.NONE, call.at());
    Map<Labels, Map<String, List<Info>>> infos = new HashMap<>();
    Select select =
        new Select(new Place(query(), selector, grid()), selector, Select.What.INFO, false);
    for (Column times : columns(select)) {
      infos
          .computeIfAbsent(identity(times.labels()), l -> new TreeMap<>())
          .computeIfAbsent(times.labels().metricName(), n -> new ArrayList<>())
          .add(new Info(times.labels(), times));
    }
    tally().read(select.tally().read());
    return infos;
  }

  private static String literally(String text) {
    return Pattern.compile("[\\\\.+*?()|\\[\\]{}^$]").matcher(text).replaceAll("\\\\$0");
  }

  /** The labels together with those of the info series at an instant; null to leave it out. */
  private @Nullable Labels enriched(Labels labels, Map<String, List<Info>> infos, int step) {
    LabelsBuilder added = Labels.EMPTY.toBuilder();
    boolean found = false;
    for (List<Info> ofOneName : infos.values()) {
      Info latest = latest(ofOneName, step);
      if (latest != null) {
        found = true;
        add(latest.labels(), labels, added);
      }
    }
    if (!found && data.values().stream().flatMap(List::stream).anyMatch(m -> !m.matches(""))) {
      return null;
    }
    LabelsBuilder result = labels.toBuilder();
    added.toMap().forEach(result::set);
    return result.build();
  }

  private void add(Labels info, Labels labels, LabelsBuilder added) {
    for (int i = 0; i < info.size(); i++) {
      String name = info.name(i);
      boolean wanted = data.isEmpty() || data.containsKey(name);
      if (!wanted || name.equals(Labels.METRIC_NAME)) {
        continue;
      }
      String before = added.get(name);
      if (!before.isEmpty() && !before.equals(info.value(i))) {
        throw new EvaluationException("conflicting label: " + name);
      }
      if (!labels.has(name)) {
        added.set(name, info.value(i));
      }
    }
  }

  /** Of several info series with the same identity, the one whose sample is the latest. */
  private static @Nullable Info latest(List<Info> infos, int step) {
    Info latest = null;
    double latestTime = 0;
    for (Info info : infos) {
      double time = info.times().value(step);
      if (Column.isAbsent(time)) {
        continue;
      }
      if (latest != null && time == latestTime) {
        throw new EvaluationException(
            "found duplicate series for info metric: existing "
                + Match.text(latest.labels())
                + " @ "
                + (long) latestTime
                + ", new "
                + Match.text(info.labels())
                + " @ "
                + (long) time);
      }
      if (latest == null || time > latestTime) {
        latest = info;
        latestTime = time;
      }
    }
    return latest;
  }

  /** Where the first selector of an expression looks, with the subqueries around it. */
  private Shift shift(Expr expr) {
    QueryContext query = query();
    long offset = 0;
    Expr at = expr;
    while (true) {
      switch (at) {
        case Expr.VectorSelector selector -> {
          return shift(offset + query.offsetMillis(selector.shift()), selector.shift());
        }
        case Expr.Subquery subquery -> {
          Long fixed = query.fixedMillis(subquery.shift());
          offset += query.offsetMillis(subquery.shift());
          if (fixed != null) {
            Shift inner = shift(subquery.expr());
            long more = inner.instant() == null ? query.offsetMillis(inner) : 0;
            return inner.instant() == null
                ? new Shift(
                    new DurationExpr.Seconds((offset + more) / 1000.0), new Instant.At(fixed))
                : inner;
          }
          at = subquery.expr();
        }
        default -> {
          Expr first = firstVector(at);
          if (first == null) {
            return Shift.NONE;
          }
          at = first;
        }
      }
    }
  }

  private static Shift shift(long offsetMillis, Shift shift) {
    return new Shift(new DurationExpr.Seconds(offsetMillis / 1000.0), shift.instant());
  }

  private static @Nullable Expr firstVector(Expr expr) {
    for (Expr child : expr.children()) {
      if (containsSelector(child)) {
        return child;
      }
    }
    return null;
  }

  private static boolean containsSelector(Expr expr) {
    return expr instanceof Expr.VectorSelector
        || expr.children().stream().anyMatch(JoinInfo::containsSelector);
  }
}
