package dev.pharos.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What a person sees who may not see the page asked for before they have logged in: a page that
 * needs nothing else of this server, since all of it may be closed to them.
 *
 * <p>After logging in the browser asks for the same address again. Programs never get it: only
 * browsers say that they are about to show a document.
 */
final class LoginPage {

  private static final int NONCE_BYTES = 16;

  private final String text;
  private final SecureRandom random = new SecureRandom();

  LoginPage() {
    this.text = read();
  }

  private static String read() {
    try (InputStream in = LoginPage.class.getResourceAsStream("login.html")) {
      if (in == null) {
        throw new IllegalStateException("login.html is not in the bundle");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a browser asks, to show the answer as a page, where a login can be sent from it. */
  static boolean isFor(Request request) {
    String accept = request.getHeaders().get(HttpHeader.ACCEPT);
    return Port.of(request).prefixes().inner().isEmpty()
        && HttpMethod.GET.is(request.getMethod())
        && "navigate".equals(request.getHeaders().get("Sec-Fetch-Mode"))
        && accept != null
        && accept.contains("text/html");
  }

  /** Answers with the page; the status says that a login is needed. */
  void send(Response response, Prefixes prefixes, Callback callback) {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    response.setStatus(401);
    response
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8")
        .put(HttpHeader.CACHE_CONTROL, "no-store")
        .put(
            "Content-Security-Policy",
            "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'self'; script-src 'nonce-%1$s'; style-src 'nonce-%1$s'"
                    .formatted(nonce));
    String page =
        text.replace("{nonce}", nonce).replace("{session}", prefixes.outside(Front.LOGIN_PATH));
    response.write(true, ByteBuffer.wrap(page.getBytes(UTF_8)), callback);
  }
}
