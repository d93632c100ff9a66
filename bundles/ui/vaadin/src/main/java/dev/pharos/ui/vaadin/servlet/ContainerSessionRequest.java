package dev.pharos.ui.vaadin.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * A request whose session is the container's own in place of the Whiteboard's wrapper around it.
 *
 * <p>A websocket is upgraded in front of the Whiteboard, so push only ever sees the container's
 * session; both must be the same one for Vaadin.
 */
final class ContainerSessionRequest extends HttpServletRequestWrapper {

  private final HttpServletRequest innermost;

  ContainerSessionRequest(HttpServletRequest request) {
    super(request);
    ServletRequest unwrapped = request;
    while (unwrapped instanceof ServletRequestWrapper wrapper) {
      unwrapped = wrapper.getRequest();
    }
    innermost = (HttpServletRequest) unwrapped;
  }

  @Override
  public HttpSession getSession() {
    return innermost.getSession();
  }

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    return innermost.getSession(create);
  }

  @Override
  public String changeSessionId() {
    return innermost.changeSessionId();
  }
}
