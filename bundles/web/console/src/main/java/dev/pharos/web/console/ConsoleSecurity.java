package dev.pharos.web.console;

import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.PathRule;
import dev.pharos.identity.api.Principal;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Asks of everybody who enters the web console that the HTTP server has found them to be an
 * administrator.
 *
 * <p>The console can run any code, so it is guarded twice: the HTTP server's front handler by the
 * path, and here. The framework property {@code felix.webconsole.security.providers=pharos} keeps
 * the console shut while this service is absent.
 */
@Component(
    service = {SecurityProvider.class, PathRule.Source.class},
    property = SecurityProvider.PROPERTY_ID + "=pharos")
public final class ConsoleSecurity implements SecurityProvider, PathRule.Source {

  private static final List<PathRule> RULES =
      List.of(new PathRule("/system/console/*", Set.of(), Operation.CHANGE));

  private final Identities identities;

  @Activate
  public ConsoleSecurity(@Reference Identities identities) {
    this.identities = identities;
  }

  @Override
  public List<PathRule> rules() {
    return RULES;
  }

  @Override
  public @Nullable Object authenticate(HttpServletRequest request, HttpServletResponse response) {
    Object attribute = request.getAttribute(Identities.PRINCIPAL_ATTRIBUTE);
    if (attribute instanceof Principal principal && identities.may(principal, Operation.CHANGE)) {
      return principal;
    }
    boolean known = attribute instanceof Principal principal && !principal.isAnonymous();
    refuse(
        response, known ? HttpServletResponse.SC_FORBIDDEN : HttpServletResponse.SC_UNAUTHORIZED);
    return null;
  }

  /** The console knows one role only: whoever is in may do everything. */
  @Override
  public boolean authorize(Object user, String role) {
    return user instanceof Principal principal && identities.may(principal, Operation.CHANGE);
  }

  @Override
  public void logout(HttpServletRequest request, HttpServletResponse response) {
    Cookie[] cookies = request.getCookies();
    for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
      if (cookie.getName().equals(Identities.SESSION_COOKIE)) {
        identities.closeSession(cookie.getValue());
      }
    }
    Cookie gone = new Cookie(Identities.SESSION_COOKIE, "");
    gone.setPath("/");
    gone.setMaxAge(0);
    gone.setHttpOnly(true);
    response.addCookie(gone);
    // Makes a browser forget the name and password that it sends by itself.
    refuse(response, HttpServletResponse.SC_UNAUTHORIZED);
  }

  private static void refuse(HttpServletResponse response, int status) {
    if (status == HttpServletResponse.SC_UNAUTHORIZED) {
      response.setHeader("WWW-Authenticate", "Basic realm=\"Pharos\"");
    }
    try {
      response.sendError(status);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
