package dev.pharos.http.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.eclipse.jetty.ee11.websocket.servlet.WebSocketUpgradeFilter;

/**
 * Opens websockets, and looks only at requests that ask for another protocol.
 *
 * <p>Jetty's own copies the headers of every request to find out that it does not.
 */
final class UpgradeFilter extends WebSocketUpgradeFilter {

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http && http.getHeader("Upgrade") == null) {
      chain.doFilter(request, response);
    } else {
      super.doFilter(request, response, chain);
    }
  }
}
