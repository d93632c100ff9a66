package dev.pharos.web.prometheus;

import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which handler answers which path below {@code /api/v1}. */
final class Routes {

  private static final Set<String> GET = Set.of("GET", "HEAD");
  private static final Set<String> FORM = Set.of("GET", "HEAD", "POST");
  private static final Set<String> CHANGE = Set.of("POST", "PUT");
  private static final String LABEL = "/label/";
  private static final String VALUES = "/values";

  /**
   * A path.
   *
   * @param methods those it takes
   * @param early whether it is served before the platform is ready
   */
  record Route(Set<String> methods, boolean early, Handler handler) {}

  private final TreeMap<String, Route> routes = new TreeMap<>();
  private final SeriesHandlers series;

  Routes(Platform platform, Settings settings) {
    series = new SeriesHandlers(platform);
    QueryHandlers queries =
        new QueryHandlers(platform, settings.hasFeature("promql-per-step-stats"));
    put(FORM, "/query", queries::instant);
    put(FORM, "/query_range", queries::range);
    put(FORM, "/query_exemplars", queries::exemplars);
    put(FORM, "/format_query", queries::format);
    put(FORM, "/parse_query", queries::parsed);
    put(FORM, "/series", series::series);
    put(FORM, "/labels", series::labelNames);
    TargetHandlers targets = new TargetHandlers(platform);
    put(GET, "/targets", targets::targets);
    put(GET, "/targets/metadata", targets::targetMetadata);
    put(GET, "/metadata", targets::metadata);
    put(GET, "/scrape_pools", targets::pools);
    put(GET, "/scrape_pools/config", targets::poolConfig);
    RuleHandlers rules = new RuleHandlers();
    put(GET, "/rules", rules::rules);
    put(GET, "/alerts", rules::alerts);
    put(GET, "/alertmanagers", rules::alertmanagers);
    routes.put("/notifications", new Route(GET, true, rules::notifications));
    StatusHandlers status = new StatusHandlers(platform, settings);
    put(GET, "/status/config", status::config);
    put(GET, "/status/flags", status::flags);
    put(GET, "/status/runtimeinfo", status::runtime);
    put(GET, "/status/buildinfo", status::build);
    put(GET, "/status/tsdb", status::tsdb);
    put(GET, "/status/tsdb/blocks", status::blocks);
    routes.put("/status/walreplay", new Route(GET, true, status::replay));
    put(GET, "/features", status::features);
    AdminHandlers admin = new AdminHandlers(platform, settings);
    put(CHANGE, "/admin/tsdb/delete_series", admin::delete);
    put(CHANGE, "/admin/tsdb/clean_tombstones", admin::clean);
    put(CHANGE, "/admin/tsdb/snapshot", admin::snapshot);
  }

  private void put(Set<String> methods, String path, Handler handler) {
    routes.put(path, new Route(methods, false, handler));
  }

  Optional<Route> of(String path) {
    Route route = routes.get(path);
    if (route == null
        && path.startsWith(LABEL)
        && path.endsWith(VALUES)
        && path.length() > LABEL.length() + VALUES.length()) {
      String name = path.substring(LABEL.length(), path.length() - VALUES.length());
      return Optional.of(
          new Route(Set.of("GET", "HEAD"), false, call -> series.labelValues(name, call)));
    }
    return Optional.ofNullable(route);
  }
}
