package dev.pharos.http.server;

import dev.pharos.http.server.Caller.Proof;
import dev.pharos.identity.api.Operation;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Keeps pages of other sites from acting through a visitor's browser, which adds the visitor's
 * cookie and password by itself.
 *
 * <p>Looks at requests whose method is not a safe one, and at websocket upgrades. Programs that are
 * no browsers say nothing about an origin and are not affected unless they use a session.
 */
final class SameOrigin {

  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  private enum Origin {
    SAME,
    OTHER,
    UNSAID
  }

  private SameOrigin() {}

  static Optional<Refusal> check(Request request, Caller caller, Operation operation) {
    boolean upgrade = request.getHeaders().contains(HttpHeader.UPGRADE);
    if (SAFE_METHODS.contains(request.getMethod()) && !upgrade) {
      return Optional.empty();
    }
    return switch (origin(request)) {
      case SAME -> Optional.empty();
      case OTHER -> {
        // A token is added by nobody but the page itself, and open reading is open to all pages.
        boolean harmless =
            caller.proof() == Proof.TOKEN
                || (caller.proof() == Proof.NONE && operation == Operation.READ && !upgrade);
        yield harmless
            ? Optional.empty()
            : Optional.of(refusal("comes from a page of another site"));
      }
      case UNSAID ->
          caller.proof() == Proof.SESSION && operation != Operation.READ
              ? Optional.of(refusal("does not say which page it comes from"))
              : Optional.empty();
    };
  }

  private static Origin origin(Request request) {
    HttpFields headers = request.getHeaders();
    String site = headers.get("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none") ? Origin.SAME : Origin.OTHER;
    }
    String origin = headers.get(HttpHeader.ORIGIN);
    if (origin == null) {
      return Origin.UNSAID;
    }
    int schemeEnd = origin.indexOf("://");
    if (schemeEnd < 0) {
      return Origin.OTHER;
    }
    String defaultPort = origin.startsWith("https:") ? ":443" : ":80";
    String host = headers.get(HttpHeader.HOST);
    String asked = host != null ? host : String.valueOf(request.getHttpURI().getAuthority());
    return authority(origin.substring(schemeEnd + 3), defaultPort)
            .equals(authority(asked, defaultPort))
        ? Origin.SAME
        : Origin.OTHER;
  }

  private static String authority(String text, String defaultPort) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.endsWith(defaultPort)
        ? lower.substring(0, lower.length() - defaultPort.length())
        : lower;
  }

  private static Refusal refusal(String fault) {
    return new Refusal(
        403,
        "cross_site",
        "this request " + fault,
        "the Origin of this server, or a bearer token",
        "act from the console, or send a token instead of a session or a password");
  }
}
