package dev.pharos.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pharos.http.server.Caller.Proof;
import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Principal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Finds out who sends a request: by name and password, by bearer token, or by session cookie.
 *
 * <p>What does not fit is as good as nothing shown. So a request that is open to everybody stays
 * open to a client that sends the password of a proxy on its way, as it is with the originals.
 */
final class Authentication {

  private Authentication() {}

  static Caller identify(Request request, Identities identities) {
    String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (authorization != null) {
      return byHeader(authorization, identities);
    }
    for (HttpCookie cookie : Request.getCookies(request)) {
      if (cookie.getName().equals(Identities.SESSION_COOKIE)) {
        Optional<Principal> known = identities.session(cookie.getValue());
        if (known.isPresent()) {
          return new Caller(known.get(), Proof.SESSION);
        }
      }
    }
    return Caller.ANONYMOUS;
  }

  private static Caller byHeader(String authorization, Identities identities) {
    int space = authorization.indexOf(' ');
    String scheme = space < 0 ? authorization : authorization.substring(0, space);
    String shown = space < 0 ? "" : authorization.substring(space + 1).trim();
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "basic" -> caller(byPassword(shown, identities), Proof.PASSWORD);
      case "bearer" -> caller(identities.token(shown), Proof.TOKEN);
      default -> Caller.ANONYMOUS;
    };
  }

  private static Caller caller(Optional<Principal> known, Proof proof) {
    return known.map(principal -> new Caller(principal, proof)).orElse(Caller.ANONYMOUS);
  }

  private static Optional<Principal> byPassword(String shown, Identities identities) {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(shown);
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
    CharBuffer text = UTF_8.decode(ByteBuffer.wrap(decoded));
    char[] chars = new char[text.remaining()];
    text.get(chars);
    char[] password = null;
    try {
      int colon = 0;
      while (colon < chars.length && chars[colon] != ':') {
        colon++;
      }
      if (colon == chars.length) {
        return Optional.empty();
      }
      password = Arrays.copyOfRange(chars, colon + 1, chars.length);
      return identities.password(new String(chars, 0, colon), password);
    } finally {
      Arrays.fill(decoded, (byte) 0);
      Arrays.fill(chars, '\0');
      if (password != null) {
        Arrays.fill(password, '\0');
      }
    }
  }
}
