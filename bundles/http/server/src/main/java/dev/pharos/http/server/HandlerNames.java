package dev.pharos.http.server;

import dev.pharos.identity.api.PathRule;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names the handler of a path for the metrics, as the originals name theirs: a pattern, never the
 * path itself, so that nobody can make up new series by asking for new paths.
 */
final class HandlerNames {

  private static final Set<String> EXACT =
      Set.of(
          "/",
          "/metrics",
          "/federate",
          "/version",
          "/-/healthy",
          "/-/ready",
          "/-/reload",
          "/-/quit",
          "/api/v1/query",
          "/api/v1/query_range",
          "/api/v1/query_exemplars",
          "/api/v1/format_query",
          "/api/v1/parse_query",
          "/api/v1/labels",
          "/api/v1/series",
          "/api/v1/metadata",
          "/api/v1/targets",
          "/api/v1/targets/metadata",
          "/api/v1/scrape_pools",
          "/api/v1/alertmanagers",
          "/api/v1/alerts",
          "/api/v1/rules",
          "/api/v1/read",
          "/api/v1/write",
          "/api/v1/otlp/v1/metrics",
          "/api/v1/notifications",
          "/api/v1/notifications/live",
          "/api/v1/features",
          "/api/v1/status/config",
          "/api/v1/status/runtimeinfo",
          "/api/v1/status/buildinfo",
          "/api/v1/status/flags",
          "/api/v1/status/tsdb",
          "/api/v1/status/walreplay",
          "/api/v1/admin/tsdb/delete_series",
          "/api/v1/admin/tsdb/clean_tombstones",
          "/api/v1/admin/tsdb/snapshot",
          Front.LOGIN_PATH);

  private static final Map<String, String> PREFIXES =
      byPrefix("/api/v1", "/api/pharos/v1", "/VAADIN", "/exporters", "/system/console");

  private static final String LABEL_VALUES = "/api/v1/label/";

  private HandlerNames() {}

  static String of(String path, PathRules rules) {
    if (EXACT.contains(path)) {
      return path;
    }
    if (path.startsWith(LABEL_VALUES) && path.endsWith("/values")) {
      return "/api/v1/label/:name/values";
    }
    String best = "/*";
    for (Map.Entry<String, String> prefix : PREFIXES.entrySet()) {
      if (path.startsWith(prefix.getKey()) && prefix.getValue().length() > best.length()) {
        best = prefix.getValue();
      }
    }
    for (PathRule rule : rules.all()) {
      if (rule.path().length() > best.length() && rule.applies(anyMethod(rule), path)) {
        best = rule.path();
      }
    }
    return best;
  }

  private static String anyMethod(PathRule rule) {
    return rule.methods().isEmpty() ? "GET" : rule.methods().iterator().next();
  }

  private static Map<String, String> byPrefix(String... prefixes) {
    return Arrays.stream(prefixes)
        .collect(Collectors.toUnmodifiableMap(prefix -> prefix + "/", prefix -> prefix + "/*"));
  }
}
