package dev.pharos.target.scrape;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.target.api.ScrapeTransport;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one pool, one for each scheme its targets have.
 *
 * <p>Changed by one thread, asked by any.
 */
final class TransportClients {

  /** A client, and the service it came from: when that is another, so has the client to be. */
  private record Open(ScrapeTransport transport, ScrapeTransport.Client client) {}

  private volatile Map<String, Open> open = Map.of();

  ScrapeTransport.@Nullable Client client(String scheme) {
    Open found = open.get(scheme);
    return found == null ? null : found.client();
  }

  /**
   * Opens what is needed and closes what is not, or whose transport is gone or another.
   *
   * @param pool the pool's section, for the settings of the transport
   */
  void keep(Set<String> schemes, Surroundings around, Optional<ConfigNode> pool) {
    Map<String, Open> next = new HashMap<>();
    for (String scheme : schemes) {
      ScrapeTransport transport = around.transport(scheme);
      if (transport != null) {
        Open found = open.get(scheme);
        next.put(
            scheme,
            found != null && found.transport() == transport
                ? found
                : new Open(transport, transport.open(pool)));
      }
    }
    Map<String, Open> before = open;
    open = Map.copyOf(next);
    for (Open old : before.values()) {
      if (!next.containsValue(old)) {
        old.client().close();
      }
    }
  }

  void close() {
    Map<String, Open> before = open;
    open = Map.of();
    before.values().forEach(old -> old.client().close());
  }
}
