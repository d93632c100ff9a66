package dev.pharos.ui.app.frame;

import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinServletRequest;
import com.vaadin.flow.server.VaadinServletResponse;
import com.vaadin.flow.server.VaadinSession;
import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.Principal;
import dev.pharos.ui.app.Live;
import jakarta.servlet.http.Cookie;
import java.util.Arrays;
import java.util.Optional;

/**
 * Who sits before the browser.
 *
 * <p>The front handler identifies every request anew, by cookie, token or password, so what counts
 * is the principal of the request that is being answered; what the session remembers serves only
 * where there is no request, as in updates that are pushed.
 *
 * <p>Used under the session's lock.
 */
final class Visitor {

  private static final String REMEMBERED = Visitor.class.getName();

  private final Live<Identities> identities;

  Visitor(Live<Identities> identities) {
    this.identities = identities;
  }

  Principal principal() {
    VaadinSession session = VaadinSession.getCurrent();
    VaadinRequest request = VaadinRequest.getCurrent();
    if (request != null) {
      Principal principal =
          request.getAttribute(Identities.PRINCIPAL_ATTRIBUTE) instanceof Principal known
              ? known
              : Principal.ANONYMOUS;
      if (session != null && session.hasLock()) {
        session.setAttribute(REMEMBERED, principal);
      }
      return principal;
    }
    return session != null && session.getAttribute(REMEMBERED) instanceof Principal known
        ? known
        : Principal.ANONYMOUS;
  }

  /** Whether the principal may; nobody may anything but look while identities are absent. */
  boolean may(Operation operation) {
    Principal principal = principal();
    return identities
        .get()
        .map(known -> known.may(principal, operation))
        .orElse(operation == Operation.READ);
  }

  /** Whether there is anything to log in to. */
  boolean canLogIn() {
    return identities.get().isPresent();
  }

  /**
   * Logs in; the browser keeps the session in a cookie that scripts cannot read, and is known by it
   * from its next request on.
   *
   * @param password overwritten when the call returns
   */
  boolean logIn(String name, char[] password) {
    try {
      Optional<Identities> known = identities.get();
      Optional<Principal> principal = known.flatMap(all -> all.password(name, password));
      if (principal.isEmpty()) {
        return false;
      }
      String session = known.orElseThrow().openSession(principal.get());
      renewSession();
      answer(cookie(session, -1));
      return true;
    } finally {
      Arrays.fill(password, ' ');
    }
  }

  void logOut() {
    if (VaadinRequest.getCurrent() instanceof VaadinServletRequest request
        && request.getCookies() != null) {
      for (Cookie cookie : request.getCookies()) {
        if (cookie.getName().equals(Identities.SESSION_COOKIE)) {
          identities.get().ifPresent(known -> known.closeSession(cookie.getValue()));
        }
      }
    }
    renewSession();
    answer(cookie("", 0));
    VaadinSession.getCurrent().setAttribute(REMEMBERED, Principal.ANONYMOUS);
  }

  /** Whoever knew the number of the page's session before the login does not know it after. */
  private static void renewSession() {
    VaadinService.reinitializeSession(VaadinRequest.getCurrent());
  }

  private static void answer(Cookie cookie) {
    if (VaadinService.getCurrentResponse() instanceof VaadinServletResponse response) {
      response.addCookie(cookie);
    }
  }

  private static Cookie cookie(String value, int maxAgeSeconds) {
    Cookie cookie = new Cookie(Identities.SESSION_COOKIE, value);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(VaadinRequest.getCurrent().isSecure());
    cookie.setMaxAge(maxAgeSeconds);
    cookie.setAttribute("SameSite", "Lax");
    return cookie;
  }
}
