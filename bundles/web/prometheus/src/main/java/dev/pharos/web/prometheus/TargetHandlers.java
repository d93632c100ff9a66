package dev.pharos.web.prometheus;

import dev.pharos.model.DurationText;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.query.syntax.ParseException;
import dev.pharos.query.syntax.Parser;
import dev.pharos.target.api.ActiveTargets;
import dev.pharos.target.api.ActiveTargets.Dropped;
import dev.pharos.target.api.ActiveTargets.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What is scraped, and what it says about itself. */
final class TargetHandlers {

  private final Platform platform;

  TargetHandlers(Platform platform) {
    this.platform = platform;
  }

  Answer targets(Call call) throws ApiException {
    ActiveTargets active = platform.targets();
    String state = call.text("state").toLowerCase(Locale.ROOT);
    boolean showActive = state.isEmpty() || state.equals("any") || state.equals("active");
    boolean showDropped = state.isEmpty() || state.equals("any") || state.equals("dropped");
    String pool = call.text("scrapePool");
    List<Target> targets =
        active.targets().stream().filter(t -> pool.isEmpty() || t.pool().equals(pool)).toList();
    List<Dropped> dropped =
        active.dropped().stream().filter(t -> pool.isEmpty() || t.pool().equals(pool)).toList();
    Map<String, Integer> counts = new TreeMap<>();
    active.pools().forEach(name -> counts.put(name, 0));
    dropped.forEach(target -> counts.merge(target.pool(), 1, Integer::sum));
    return Answer.of(
        out -> {
          out.beginObject();
          out.name("activeTargets").beginArray();
          for (Target target : showActive ? targets : List.<Target>of()) {
            write(out, target);
          }
          out.endArray();
          out.name("droppedTargets").beginArray();
          for (Dropped target : showDropped ? dropped : List.<Dropped>of()) {
            out.beginObject();
            writeMap(out.name("discoveredLabels"), target.discovered());
            out.name("scrapePool").value(target.pool());
            out.endObject();
          }
          out.endArray();
          out.name("droppedTargetCounts");
          if (showDropped) {
            out.beginObject();
            for (Map.Entry<String, Integer> count : counts.entrySet()) {
              out.name(count.getKey()).value((long) count.getValue());
            }
            out.endObject();
          } else {
            out.nullValue();
          }
          out.endObject();
        });
  }

  private static void write(JsonBytes out, Target target) throws IOException {
    out.beginObject();
    writeMap(out.name("discoveredLabels"), target.discovered());
    out.name("labels").labels(target.labels());
    out.name("scrapePool").value(target.pool());
    out.name("scrapeUrl").value(target.url());
    out.name("globalUrl").value(target.url());
    out.name("lastError").value(target.lastError());
    out.name("lastScrape").value(Times.rfc3339(target.lastScrapeMillis()));
    out.name("lastScrapeDuration").value(target.lastDurationSeconds());
    out.name("health").value(target.health().name().toLowerCase(Locale.ROOT));
    out.name("scrapeInterval").value(DurationText.ofMillis(target.intervalMillis()));
    out.name("scrapeTimeout").value(DurationText.ofMillis(target.timeoutMillis()));
    out.endObject();
  }

  static void writeMap(JsonBytes out, Map<String, String> map) throws IOException {
    out.beginObject();
    for (Map.Entry<String, String> entry : map.entrySet()) {
      out.name(entry.getKey()).value(entry.getValue());
    }
    out.endObject();
  }

  Answer pools(Call call) throws ApiException {
    List<String> pools = platform.targets().pools();
    return Answer.of(
        out -> {
          out.beginObject();
          out.name("scrapePools").beginArray();
          for (String pool : pools) {
            out.value(pool);
          }
          out.endArray();
          out.endObject();
        });
  }

  Answer poolConfig(Call call) throws ApiException {
    String pool = call.text("scrapePool");
    if (pool.isEmpty()) {
      throw new ApiException(ErrorType.BAD_DATA, "no scrapePool parameter provided");
    }
    String yaml =
        platform
            .targets()
            .poolConfig(pool)
            .orElseThrow(
                () -> new ApiException(ErrorType.NOT_FOUND, "scrape pool " + pool + " not found"));
    return Answer.of(
        out -> {
          out.beginObject();
          out.name("yaml").value(yaml);
          out.endObject();
        });
  }

  /** What the targets said of their metrics, by metric. */
  Answer metadata(Call call) throws ApiException {
    int limit = call.count("limit", 0);
    int perMetric = call.count("limit_per_metric", 0);
    String metric = call.text("metric");
    Map<String, List<Metadata>> known = new TreeMap<>(platform.targets().metadata());
    if (!metric.isEmpty()) {
      known.keySet().retainAll(List.of(metric));
    }
    return Answer.of(
        out -> {
          out.beginObject();
          int left = limit == 0 ? Integer.MAX_VALUE : limit;
          for (Map.Entry<String, List<Metadata>> family : known.entrySet()) {
            if (left-- == 0) {
              break;
            }
            out.name(family.getKey()).beginArray();
            int leftHere = perMetric == 0 ? Integer.MAX_VALUE : perMetric;
            for (Metadata metadata : family.getValue()) {
              if (leftHere-- == 0) {
                break;
              }
              out.beginObject();
              writeMembers(out, metadata);
              out.endObject();
            }
            out.endArray();
          }
          out.endObject();
        });
  }

  private static void writeMembers(JsonBytes out, Metadata metadata) throws IOException {
    out.name("type").value(metadata.type().text());
    out.name("help").value(metadata.help());
    out.name("unit").value(metadata.unit());
  }

  /** One metric as one target describes it. */
  private record Described(Target target, String metric, Metadata metadata) {}

  Answer targetMetadata(Call call) throws ApiException {
    int limit = call.count("limit", 0);
    String metric = call.text("metric");
    List<Matcher> matchers = targetMatchers(call);
    ActiveTargets active = platform.targets();
    List<Described> found = new ArrayList<>();
    for (Target target : active.targets()) {
      if (matchers.stream().allMatch(matcher -> matcher.matches(target.labels()))) {
        for (Map.Entry<String, Metadata> family :
            new TreeMap<>(active.metadataOf(target)).entrySet()) {
          boolean wanted = metric.isEmpty() || metric.equals(family.getKey());
          if (wanted && (limit == 0 || found.size() < limit)) {
            found.add(new Described(target, family.getKey(), family.getValue()));
          }
        }
      }
    }
    if (found.isEmpty()) {
      throw new ApiException(ErrorType.NOT_FOUND, "specified metadata not found");
    }
    return Answer.of(
        out -> {
          out.beginArray();
          for (Described described : found) {
            out.beginObject();
            out.name("target").labels(described.target().labels());
            if (metric.isEmpty()) {
              out.name("metric").value(described.metric());
            }
            writeMembers(out, described.metadata());
            out.endObject();
          }
          out.endArray();
        });
  }

  private static List<Matcher> targetMatchers(Call call) throws ApiException {
    String text = call.text("match_target");
    if (text.isEmpty()) {
      return List.of();
    }
    try {
      return Parser.parseSelector(text);
    } catch (ParseException e) {
      throw ApiException.badParameter("match_target", String.valueOf(e.getMessage()));
    }
  }
}
