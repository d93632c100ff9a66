package dev.pharos.exporter.frame;

import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The paths under which exporters are scraped: {@code /metrics} is the platform about itself,
 * {@code /exporters/<name>/metrics} and {@code /exporters/<name>/probe} are the others.
 */
final class MetricsPath {

  static final String SELF = "/metrics";
  static final String EXPORTERS = "/exporters";

  private MetricsPath() {}

  /** The path of an exporter. */
  static String of(String exporter) {
    return exporter.equals(Exporter.SELF) ? SELF : EXPORTERS + "/" + exporter + "/metrics";
  }

  /** The exporter that a path leads to. */
  static Optional<String> exporter(String path) {
    if (path.equals(SELF)) {
      return Optional.of(Exporter.SELF);
    }
    String[] parts = path.split("/", -1);
    boolean fits =
        parts.length == 4
            && path.startsWith(EXPORTERS + "/")
            && (parts[3].equals("metrics") || parts[3].equals("probe"));
    return fits && !parts[2].isEmpty() ? Optional.of(parts[2]) : Optional.empty();
  }

  /** The parameters of a URL. */
  static ExporterRequest request(URI url) {
    String query = url.getRawQuery();
    if (query == null || query.isEmpty()) {
      return ExporterRequest.PLAIN;
    }
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      parameters.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
    }
    return new ExporterRequest(parameters);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
