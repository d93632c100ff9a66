package dev.pharos.http.client;

import dev.pharos.config.api.ConfigNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that calls go through.
 *
 * @param host of the proxy; empty for none
 * @param port of the proxy
 * @param except hosts, or ends of their names, that are called without it
 */
public record ProxySettings(String host, int port, List<String> except) {

  static final ProxySettings NONE = new ProxySettings("", 0, List.of());

  public ProxySettings {
    except = List.copyOf(except);
  }

  static ProxySettings read(ConfigNode node) {
    Optional<String> url = node.text("proxy_url").filter(text -> !text.isEmpty());
    String noProxy = node.text("no_proxy", "");
    boolean fromEnvironment = node.flag("proxy_from_environment", false);
    node.section("proxy_connect_header").ifPresent(ConfigNode::raw);
    if (fromEnvironment && url.isPresent()) {
      node.problem(
          "proxy_from_environment",
          "if proxy_from_environment is configured, proxy_url must not be configured",
          "keep one of the two");
    }
    if (fromEnvironment && !noProxy.isEmpty()) {
      node.problem(
          "proxy_from_environment",
          "if proxy_from_environment is configured, no_proxy must not be configured",
          "keep one of the two");
    }
    if (url.isEmpty() && !fromEnvironment && !noProxy.isEmpty()) {
      node.problem(
          "no_proxy", "if no_proxy is configured, proxy_url must also be configured", "remove it");
    }
    if (fromEnvironment) {
      String http = System.getenv().getOrDefault("HTTP_PROXY", "");
      return http.isEmpty()
          ? NONE
          : of(node, "proxy_from_environment", http, System.getenv().getOrDefault("NO_PROXY", ""));
    }
    return url.map(text -> of(node, "proxy_url", text, noProxy)).orElse(NONE);
  }

  private static ProxySettings of(ConfigNode node, String key, String url, String noProxy) {
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null) {
        int port = uri.getPort() > 0 ? uri.getPort() : 80;
        List<String> except =
            noProxy.isEmpty() ? List.of() : List.of(noProxy.strip().split("\\s*,\\s*", -1));
        return new ProxySettings(uri.getHost(), port, except);
      }
    } catch (IllegalArgumentException e) {
      // Told below, like a URL without a host.
    }
    node.problem(key, "not a URL with a host", "write http://host:port");
    return NONE;
  }

  /** The selector for a client; null for direct connections. */
  @Nullable ProxySelector selector() {
    if (host.isEmpty()) {
      return null;
    }
    Proxy proxy = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return List.of(isExcepted(String.valueOf(uri.getHost())) ? Proxy.NO_PROXY : proxy);
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The call itself fails and tells.
      }
    };
  }

  private boolean isExcepted(String target) {
    String name = target.toLowerCase(Locale.ROOT);
    for (String entry : except) {
      String end = entry.startsWith(".") ? entry : "." + entry;
      if (entry.equals("*") || name.equals(entry) || name.endsWith(end)) {
        return true;
      }
    }
    return false;
  }
}
