package dev.pharos.http.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to call.
 *
 * @param method such as {@code GET}
 * @param uri where, with all parameters
 * @param headers beside those of the settings
 * @param body what to send; null for nothing. Not copied
 * @param timeout for the whole answer, its body included
 */
@SuppressWarnings("ArrayRecordComponent") // A body is large and used once.
public record HttpCall(
    String method, URI uri, Map<String, String> headers, byte @Nullable [] body, Duration timeout) {

  public HttpCall {
    headers = Map.copyOf(headers);
  }

  public static HttpCall get(URI uri, Map<String, String> headers, Duration timeout) {
    return new HttpCall("GET", uri, headers, null, timeout);
  }
}
