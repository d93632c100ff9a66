package dev.pharos.http.client;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.Secret;
import java.util.List;
import java.util.Optional;

/**
 * How a connection is secured, as {@code <tls_config>} says it.
 *
 * @param ca certificates that are trusted, as PEM; those of the platform if empty
 * @param certificate ours, as PEM
 * @param key its key, as PEM
 * @param serverName what the certificate of the other side is for, if not the host
 * @param insecureSkipVerify whether any certificate will do
 * @param minVersion least version such as {@code TLSv1.2}; empty for the platform's choice
 * @param maxVersion highest version; empty for the platform's choice
 */
public record TlsSettings(
    Optional<Secret> ca,
    Optional<Secret> certificate,
    Optional<Secret> key,
    String serverName,
    boolean insecureSkipVerify,
    String minVersion,
    String maxVersion) {

  static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
  private static final List<String> NAMES = List.of("TLS10", "TLS11", "TLS12", "TLS13");

  /** Trusts what the platform trusts. */
  public static final TlsSettings DEFAULT =
      new TlsSettings(Optional.empty(), Optional.empty(), Optional.empty(), "", false, "", "");

  static TlsSettings read(Optional<ConfigNode> section) {
    if (section.isEmpty()) {
      return DEFAULT;
    }
    ConfigNode node = section.get();
    Optional<Secret> certificate = node.secret("cert");
    Optional<Secret> key = node.secret("key");
    if (certificate.isPresent() != key.isPresent()) {
      node.problem(
          certificate.isPresent()
              ? "exactly one of key or key_file must be configured when a client certificate is"
                  + " configured"
              : "exactly one of cert or cert_file must be configured when a client key is"
                  + " configured",
          "give both the certificate and its key");
    }
    String min = version(node, "min_version");
    String max = version(node, "max_version");
    if (!min.isEmpty() && !max.isEmpty() && VERSIONS.indexOf(min) > VERSIONS.indexOf(max)) {
      node.problem(
          "tls_config.max_version must be greater than or equal to tls_config.min_version",
          "exchange the two");
    }
    TlsSettings settings =
        new TlsSettings(
            node.secret("ca"),
            certificate,
            key,
            node.text("server_name", ""),
            node.flag("insecure_skip_verify", false),
            min,
            max);
    node.refuseUnknown();
    return settings;
  }

  private static String version(ConfigNode node, String key) {
    String name = node.text(key, "");
    if (name.isEmpty()) {
      return "";
    }
    int index = NAMES.indexOf(name);
    if (index < 0) {
      node.problem(key, "unknown TLS version: " + name, "write one of " + String.join(", ", NAMES));
      return "";
    }
    return VERSIONS.get(index);
  }
}
