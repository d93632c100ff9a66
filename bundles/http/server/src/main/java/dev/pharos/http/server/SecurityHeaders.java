package dev.pharos.http.server;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * What browsers are told about every answer, unless the application has said it itself.
 *
 * <p>Two policies for content: what carries data may load and run nothing; the console's pages run
 * only scripts of this server, and the inline ones without which Vaadin and the Felix web console
 * do not start.
 */
final class SecurityHeaders {

  private static final List<String> DATA_PATHS =
      List.of("/api/", "/metrics", "/-/", "/federate", "/version", "/exporters/", "/modules/");

  private static final HttpField NO_SNIFF =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
  private static final HttpField REFERRER =
      new PreEncodedHttpField("Referrer-Policy", "same-origin");
  private static final HttpField FOR_DATA =
      new PreEncodedHttpField(
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'self'");
  private static final HttpField FOR_PAGES =
      new PreEncodedHttpField(
          "Content-Security-Policy",
          "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
              + "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
              + "connect-src 'self'; object-src 'none'; base-uri 'self'; "
              + "form-action 'self'; frame-ancestors 'self'");

  private SecurityHeaders() {}

  static void addTo(HttpFields.Mutable headers, String path) {
    addIfAbsent(headers, NO_SNIFF);
    addIfAbsent(headers, REFERRER);
    addIfAbsent(headers, isData(path) ? FOR_DATA : FOR_PAGES);
  }

  private static boolean isData(String path) {
    for (String data : DATA_PATHS) {
      if (path.startsWith(data)) {
        return true;
      }
    }
    return false;
  }

  private static void addIfAbsent(HttpFields.Mutable headers, HttpField field) {
    if (!headers.contains(field.getName())) {
      headers.add(field);
    }
  }
}
