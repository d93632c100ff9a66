package dev.pharos.web.prometheus;

import dev.pharos.config.api.ConfigFiles;
import dev.pharos.query.syntax.BinaryOperator;
import dev.pharos.query.syntax.Function;
import dev.pharos.storage.api.StorageStatus;
import dev.pharos.storage.api.StorageStatus.Count;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the server says about itself. */
final class StatusHandlers {

  /** The version of Prometheus whose behaviour this is: clients choose their features by it. */
  private static final String BEHAVIOUR = "3.14.0";

  private static final int DEFAULT_LIMIT = 10;
  private static final int MAX_LIMIT = 10_000;

  private final Platform platform;
  private final Settings settings;

  StatusHandlers(Platform platform, Settings settings) {
    this.platform = platform;
    this.settings = settings;
  }

  Answer config(Call call) throws ApiException {
    String text = platform.config().file("prometheus").map(ConfigFiles.Status::text).orElse("");
    return Answer.of(
        out -> {
          out.beginObject();
          out.name("yaml").value(text);
          out.endObject();
        });
  }

  Answer flags(Call call) {
    return Answer.of(out -> TargetHandlers.writeMap(out, settings.flags()));
  }

  Answer build(Call call) {
    return Answer.of(this::writeBuild);
  }

  void writeBuild(JsonBytes out) throws IOException {
    out.beginObject();
    out.name("version").value(BEHAVIOUR);
    out.name("revision").value(settings.version());
    out.name("branch").value("");
    out.name("buildUser").value("pharos");
    out.name("buildDate").value("");
    out.name("goVersion").value("java" + Runtime.version().feature());
    out.endObject();
  }

  Answer runtime(Call call) {
    ConfigFiles files = platform.config;
    StorageStatus storage = platform.storage;
    ConfigFiles.Status file = files == null ? null : files.file("prometheus").orElse(null);
    return Answer.of(
        out -> {
          out.beginObject();
          out.name("startTime").value(Times.rfc3339(startMillis()));
          out.name("CWD").value(Path.of("").toAbsolutePath().toString());
          out.name("hostname").value(hostname());
          out.name("serverTime").value(Times.rfc3339(call.nowMillis()));
          out.name("reloadConfigSuccess").value(file != null && file.problems().isEmpty());
          out.name("lastConfigTime")
              .value(Times.rfc3339(file == null ? 0 : file.appliedAtMillis()));
          out.name("corruptionCount").value(0L);
          out.name("goroutineCount")
              .value((long) ManagementFactory.getThreadMXBean().getThreadCount());
          out.name("GOMAXPROCS").value((long) Runtime.getRuntime().availableProcessors());
          out.name("GOMEMLIMIT").value(Runtime.getRuntime().maxMemory());
          out.name("GOGC").value("");
          out.name("GODEBUG").value("");
          out.name("storageRetention").value(storage == null ? "" : storage.retention());
          out.endObject();
        });
  }

  private static long startMillis() {
    return ManagementFactory.getRuntimeMXBean().getStartTime();
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // The original leaves the name empty too where the host does not know it.
      return "";
    }
  }

  Answer tsdb(Call call) throws ApiException {
    int limit = call.count("limit", DEFAULT_LIMIT);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new ApiException(
          ErrorType.BAD_DATA,
          limit < 1 ? "limit must be a positive number" : "limit must not exceed " + MAX_LIMIT);
    }
    StorageStatus storage = platform.storage();
    StorageStatus.Cardinality cardinality = storage.cardinality(limit);
    StorageStatus.Head head =
        storage
            .head()
            .orElseThrow(() -> new ApiException(ErrorType.UNAVAILABLE, "the storage has no head"));
    return Answer.of(
        out -> {
          out.beginObject();
          out.name("headStats").beginObject();
          out.name("numSeries").value(head.series());
          out.name("numLabelPairs").value(head.labelPairs());
          out.name("chunkCount").value(head.chunks());
          out.name("minTime").value(head.minMillis());
          out.name("maxTime").value(head.maxMillis());
          out.endObject();
          write(out, "seriesCountByMetricName", cardinality.seriesByMetric());
          write(out, "labelValueCountByLabelName", cardinality.valuesByLabel());
          write(out, "memoryInBytesByLabelName", cardinality.bytesByLabel());
          write(out, "seriesCountByLabelValuePair", cardinality.seriesByPair());
          out.endObject();
        });
  }

  private static void write(JsonBytes out, String name, List<Count> counts) throws IOException {
    out.name(name).beginArray();
    for (Count count : counts) {
      out.beginObject();
      out.name("name").value(count.name());
      out.name("value").value(count.count());
      out.endObject();
    }
    out.endArray();
  }

  Answer blocks(Call call) throws ApiException {
    List<StorageStatus.Block> blocks = platform.storage().blocks();
    return Answer.of(
        out -> {
          out.beginObject();
          out.name("blocks").beginArray();
          for (StorageStatus.Block block : blocks) {
            writeAny(out, block.meta());
          }
          out.endArray();
          out.endObject();
        });
  }

  /** Writes what a JSON file held. */
  private static void writeAny(JsonBytes out, Object value) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        out.beginObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.name(String.valueOf(entry.getKey()));
          writeAny(out, entry.getValue());
        }
        out.endObject();
      }
      case Iterable<?> list -> {
        out.beginArray();
        for (Object element : list) {
          writeAny(out, element);
        }
        out.endArray();
      }
      case Boolean bool -> out.value(bool.booleanValue());
      case Double number -> out.value(number.doubleValue());
      case Number number -> out.value(number.longValue());
      default -> out.value(value.toString());
    }
  }

  /** Served from the first moment, while the log is still being replayed. */
  Answer replay(Call call) {
    StorageStatus storage = platform.storage;
    StorageStatus.Replay replay =
        storage == null
            ? new StorageStatus.Replay(StorageStatus.Phase.WAITING, 0, 0, 0, "")
            : storage.replay();
    return Answer.of(
        out -> {
          out.beginObject();
          out.name("min").value((long) replay.first());
          out.name("max").value((long) replay.last());
          out.name("current").value((long) replay.current());
          String state =
              switch (replay.phase()) {
                case WAITING -> "waiting";
                case REPLAYING -> "in progress";
                case READY -> "done";
                case FAILED -> "failed";
              };
          out.name("state").value(state);
          out.endObject();
        });
  }

  /** What clients may rely on, by area. */
  Answer features(Call call) {
    List<String> enabled = List.of(settings.flag("enable-feature", "").split(",", -1));
    Map<String, Map<String, Boolean>> areas = new TreeMap<>();
    areas.put(
        "api",
        Map.of(
            "admin", settings.admin(),
            "exclude_alerts", true,
            "label_values_match", true,
            "lifecycle", settings.lifecycle(),
            "query_stats", true,
            "query_warnings", true));
    areas.put("prometheus", Map.of("agent_mode", false));
    areas.put(
        "promql",
        Map.of(
            "at_modifier", true,
            "negative_offset", true,
            "subqueries", true,
            "duration_expr", true,
            "delayed_name_removal", enabled.contains("promql-delayed-name-removal"),
            "extended_range_selectors", enabled.contains("promql-extended-range-selectors"),
            "binop_fill_modifiers", enabled.contains("promql-binop-fill-modifiers")));
    boolean experimental = enabled.contains("promql-experimental-functions");
    Map<String, Boolean> functions = new TreeMap<>();
    for (Function function : Function.values()) {
      functions.put(function.text(), experimental || !function.isExperimental());
    }
    areas.put("promql_functions", functions);
    Map<String, Boolean> operators = new TreeMap<>();
    for (BinaryOperator operator : BinaryOperator.values()) {
      operators.put(operator.symbol(), true);
    }
    for (var aggregator : dev.pharos.query.syntax.Aggregator.values()) {
      operators.put(
          aggregator.text().toLowerCase(Locale.ROOT), experimental || !aggregator.isExperimental());
    }
    areas.put("promql_operators", operators);
    return Answer.of(
        out -> {
          out.beginObject();
          for (Map.Entry<String, Map<String, Boolean>> area : areas.entrySet()) {
            out.name(area.getKey()).beginObject();
            for (Map.Entry<String, Boolean> feature : new TreeMap<>(area.getValue()).entrySet()) {
              out.name(feature.getKey()).value(feature.getValue().booleanValue());
            }
            out.endObject();
          }
          out.endObject();
        });
  }
}
