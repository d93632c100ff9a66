package dev.pharos.target.scrape;

import dev.pharos.model.Labels;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * One thing to scrape, after relabelling.
 *
 * @param key all labels after relabelling, those that begin with two underscores too: what makes
 *     two targets the same
 * @param labels the labels its series carry
 * @param discovered the labels before relabelling
 * @param scheme chooses the transport
 * @param url with all parameters
 * @param interval from scrape to scrape
 * @param timeout for each
 */
record ScrapeTarget(
    Labels key,
    Labels labels,
    Map<String, String> discovered,
    String scheme,
    URI url,
    Duration interval,
    Duration timeout) {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** Spreads targets over the interval, always in the same way: FNV-1a of labels and URL. */
  long hash() {
    long hash = FNV_OFFSET;
    for (int i = 0; i < labels.size(); i++) {
      hash = fnv(fnv(hash, labels.name(i)), labels.value(i));
    }
    return fnv(hash, url.toString());
  }

  private static long fnv(long hash, String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return (hash ^ 0xff) * FNV_PRIME;
  }
}
