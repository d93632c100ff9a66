package dev.pharos.target.api;

import dev.pharos.config.api.ConfigNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way to fetch a target's metrics, chosen by the target's {@code __scheme__}.
 *
 * <p>This is an extension point: register it as a service with the property {@link #SCHEME}. The
 * body it brings goes through the same parser, limits and relabelling whatever the way.
 */
@ConsumerType
public interface ScrapeTransport {

  /** Service property: the scheme or schemes, such as {@code http}. */
  String SCHEME = "pharos.scheme";

  /** The scheme of the exporters in this process: to scrape them costs no other host anything. */
  String INPROC = "inproc";

  /**
   * Makes the client of one scrape pool. Touches no network, and reports what is wrong with the
   * pool's HTTP settings as problems of the node.
   *
   * @param pool the {@code scrape_configs} entry; empty for pools that no file describes
   */
  Client open(Optional<ConfigNode> pool);

  /** Fetches for one pool. Safe for use by several threads. */
  interface Client extends AutoCloseable {

    /**
     * Fetches once, on the calling virtual thread, interruptibly.
     *
     * @param into takes the body and its content type; has been reset
     * @throws IOException if there is no answer in time, or it is not a success; the message is
     *     what the target's page shows
     */
    void fetch(Request request, ScrapeBody into) throws IOException, InterruptedException;

    @Override
    void close();
  }

  /**
   * What to fetch.
   *
   * @param url with all parameters
   * @param headers such as {@code Accept}
   * @param timeout for the whole answer
   */
  record Request(URI url, Map<String, String> headers, Duration timeout) {}
}
