package dev.pharos.http.client;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How to call others over HTTP, as {@code <http_config>} says it.
 *
 * <p>Secrets are read at each call; files of certificates when they have changed.
 *
 * @param credentials who we are
 * @param tls how connections are secured
 * @param proxy what stands between
 * @param followRedirects whether to call where an answer points to
 * @param http2 whether HTTP/2 may be used over TLS
 * @param headers further headers of every call
 */
public record HttpSettings(
    Credentials credentials,
    TlsSettings tls,
    ProxySettings proxy,
    boolean followRedirects,
    boolean http2,
    Map<String, List<Secret>> headers) {

  /** What holds where nothing is written. */
  public static final HttpSettings DEFAULT =
      new HttpSettings(
          new Credentials.None(), TlsSettings.DEFAULT, ProxySettings.NONE, true, true, Map.of());

  private static final Set<String> RESERVED_HEADERS =
      Set.of(
          "authorization",
          "host",
          "content-encoding",
          "content-length",
          "content-type",
          "user-agent",
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "www-authenticate",
          "accept-encoding",
          "x-prometheus-remote-write-version",
          "x-prometheus-remote-read-version",
          "x-prometheus-scrape-timeout-seconds",
          "x-amz-date",
          "x-amz-security-token",
          "x-amz-content-sha256");

  public HttpSettings {
    headers = Map.copyOf(headers);
  }

  /**
   * Reads the settings from a mapping that has them beside others, such as a scrape configuration,
   * and reports what is wrong as its problems.
   */
  public static HttpSettings read(ConfigNode node) {
    return new HttpSettings(
        Credentials.read(node),
        TlsSettings.read(node.section("tls_config")),
        ProxySettings.read(node),
        node.flag("follow_redirects", true),
        node.flag("enable_http2", true),
        headers(node));
  }

  private static Map<String, List<Secret>> headers(ConfigNode node) {
    Map<String, List<Secret>> headers = new LinkedHashMap<>();
    Optional<ConfigNode> section = node.section("http_headers");
    if (section.isEmpty()) {
      return headers;
    }
    for (String name : section.get().keys()) {
      if (RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
        section
            .get()
            .problem(name, "setting header \"" + name + "\" is not allowed", "remove the header");
        continue;
      }
      section.get().section(name).ifPresent(header -> headers.put(name, values(header)));
    }
    return headers;
  }

  private static List<Secret> values(ConfigNode header) {
    List<Secret> values = new ArrayList<>();
    for (String value : header.texts("values")) {
      values.add(new Literal(value));
    }
    for (String secret : header.texts("secrets")) {
      values.add(new Literal(secret));
    }
    for (String file : header.texts("files")) {
      values.add(new FileSecret(header.resolve(file)));
    }
    header.refuseUnknown();
    return List.copyOf(values);
  }
}
