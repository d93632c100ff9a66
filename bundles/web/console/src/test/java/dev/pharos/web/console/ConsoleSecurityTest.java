package dev.pharos.web.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.PathRule;
import dev.pharos.identity.api.Principal;
import dev.pharos.identity.api.Role;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsoleSecurityTest {

  private static final Principal ADMIN = new Principal("root", Role.ADMIN);

  private final List<String> events = new ArrayList<>();
  private final ConsoleSecurity security = new ConsoleSecurity(new AdminsOnly());

  private final HttpServletResponse response =
      (HttpServletResponse)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {HttpServletResponse.class},
              (_, method, arguments) -> {
                events.add(
                    method.getName()
                        + " "
                        + (arguments[0] instanceof Cookie cookie
                            ? cookie.getName() + " " + cookie.getMaxAge()
                            : arguments[0]));
                return null;
              });

  private static HttpServletRequest request(@Nullable Principal principal) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            ConsoleSecurityTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "getAttribute" ->
                      Identities.PRINCIPAL_ATTRIBUTE.equals(arguments[0]) ? principal : null;
                  case "getCookies" ->
                      new Cookie[] {
                        new Cookie("other", "x"), new Cookie(Identities.SESSION_COOKIE, "secret")
                      };
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void an_administrator_comes_in() {
    assertEquals(ADMIN, security.authenticate(request(ADMIN), response));
    assertTrue(security.authorize(ADMIN, "whatever"));
    assertEquals(List.of(), events);
  }

  @Test
  void somebody_without_a_login_is_asked_for_one() {
    assertNull(security.authenticate(request(Principal.ANONYMOUS), response));
    assertEquals(List.of("setHeader WWW-Authenticate", "sendError 401"), events);
  }

  @Test
  void a_request_that_did_not_pass_the_front_is_nobodys() {
    assertNull(security.authenticate(request(null), response));
    assertEquals(List.of("setHeader WWW-Authenticate", "sendError 401"), events);
  }

  @Test
  void everybody_else_is_refused() {
    Principal editor = new Principal("e", Role.EDITOR);

    assertNull(security.authenticate(request(editor), response));
    assertFalse(security.authorize(editor, "whatever"));
    assertEquals(List.of("sendError 403"), events);
  }

  @Test
  void logging_out_ends_the_session() {
    security.logout(request(ADMIN), response);

    assertEquals(
        List.of(
            "closed secret",
            "addCookie pharos_session 0",
            "setHeader WWW-Authenticate",
            "sendError 401"),
        events);
  }

  @Test
  void every_request_to_the_console_is_a_change() {
    for (PathRule rule : security.rules()) {
      assertTrue(rule.applies("GET", "/system/console/bundles"));
      assertEquals(Operation.CHANGE, rule.operation());
    }
  }

  private final class AdminsOnly implements Identities {
    @Override
    public Optional<Principal> password(String name, char[] password) {
      return Optional.empty();
    }

    @Override
    public Optional<Principal> token(String token) {
      return Optional.empty();
    }

    @Override
    public Optional<Principal> session(String id) {
      return Optional.empty();
    }

    @Override
    public String openSession(Principal principal) {
      throw new IllegalArgumentException();
    }

    @Override
    public void closeSession(String id) {
      events.add("closed " + id);
    }

    @Override
    public boolean may(Principal principal, Operation operation) {
      return principal.has(operation.needed());
    }

    @Override
    public boolean isClosed() {
      return true;
    }
  }
}
