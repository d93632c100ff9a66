package dev.pharos.ui.vaadin.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class ContainerSessionRequestTest {

  private static <T> T fake(Class<T> type, Object session) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getSession" -> session;
                  case "changeSessionId" -> "changed";
                  case "getRequestURI" -> "/inner";
                  default -> throw new UnsupportedOperationException(method.getName());
                }));
  }

  @Test
  void the_session_is_that_of_the_innermost_request_and_all_else_that_of_the_outer() {
    HttpSession containers = fake(HttpSession.class, "");
    HttpSession whiteboards = fake(HttpSession.class, "");
    HttpServletRequest wrapped =
        new HttpServletRequestWrapper(fake(HttpServletRequest.class, containers)) {
          @Override
          public HttpSession getSession() {
            return whiteboards;
          }

          @Override
          public String getRequestURI() {
            return "/outer";
          }
        };

    ContainerSessionRequest request = new ContainerSessionRequest(wrapped);

    assertSame(containers, request.getSession());
    assertSame(containers, request.getSession(false));
    assertEquals("changed", request.changeSessionId());
    assertEquals("/outer", request.getRequestURI());
  }
}
