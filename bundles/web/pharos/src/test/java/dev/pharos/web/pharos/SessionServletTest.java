package dev.pharos.web.pharos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.Principal;
import dev.pharos.identity.api.Role;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionServletTest {

  private static final Principal ALICE = new Principal("alice", Role.EDITOR);
  private static final String CREDENTIALS = "{\"name\":\"alice\",\"password\":\"secret\"}";

  private final List<String> closed = new ArrayList<>();
  private final SessionServlet servlet = new SessionServlet(new OnlyAlice());

  private int status = 200;
  private final List<Cookie> cookies = new ArrayList<>();
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private boolean secure;
  private Cookie[] shown = new Cookie[0];

  private void post(String type, String body) throws IOException {
    servlet.doPost(request(type, body, null), response());
  }

  @Test
  void the_right_password_opens_a_session_in_a_cookie_that_scripts_cannot_read()
      throws IOException {
    post("application/json", CREDENTIALS);

    assertEquals(200, status);
    assertEquals("{\"name\":\"alice\",\"loggedIn\":true,\"role\":\"editor\"}", text());
    Cookie cookie = cookies.getFirst();
    assertEquals("pharos_session=session of alice", cookie.getName() + "=" + cookie.getValue());
    assertEquals("/", cookie.getPath());
    assertTrue(cookie.isHttpOnly());
    assertFalse(cookie.getSecure());
    assertEquals("Lax", cookie.getAttribute("SameSite"));
  }

  @Test
  void over_tls_the_cookie_is_for_tls_only() throws IOException {
    secure = true;
    post("application/json; charset=utf-8", CREDENTIALS);

    assertTrue(cookies.getFirst().getSecure());
  }

  @Test
  void a_new_login_ends_the_session_before() throws IOException {
    shown = new Cookie[] {new Cookie(Identities.SESSION_COOKIE, "old")};
    post("application/json", CREDENTIALS);

    assertEquals(List.of("old"), closed);
  }

  @Test
  void a_wrong_password_opens_nothing_and_is_not_repeated_in_the_answer() throws IOException {
    post("application/json", "{\"name\":\"alice\",\"password\":\"wr0ng\"}");

    assertEquals(401, status);
    assertEquals(List.of(), cookies);
    assertTrue(text().contains("\"code\":\"login_failed\""), text());
    assertFalse(text().contains("wr0ng"));
  }

  @Test
  void what_is_no_json_of_name_and_password_is_refused() throws IOException {
    for (String body :
        List.of("", "{", "[]", "{}", "{\"name\":\"alice\"}", "{\"name\":1,\"password\":2}")) {
      post("application/json", body);
      assertEquals(400, status, body);
    }
    post("application/x-www-form-urlencoded", "name=alice&password=secret");
    assertEquals(415, status);
    post("application/json", CREDENTIALS + " ".repeat(5_000));
    assertEquals(413, status);
    assertEquals(List.of(), cookies);
  }

  @Test
  void everybody_is_told_who_they_are() throws IOException {
    servlet.doGet(request("", "", ALICE), response());
    assertEquals("{\"name\":\"alice\",\"loggedIn\":true,\"role\":\"editor\"}", text());

    answer.reset();
    servlet.doGet(request("", "", null), response());
    assertEquals("{\"name\":\"anonymous\",\"loggedIn\":false,\"role\":null}", text());
  }

  @Test
  void logging_out_ends_the_session_and_takes_the_cookie_back() {
    shown = new Cookie[] {new Cookie(Identities.SESSION_COOKIE, "mine")};
    servlet.doDelete(request("", "", ALICE), response());

    assertEquals(204, status);
    assertEquals(List.of("mine"), closed);
    assertEquals(0, cookies.getFirst().getMaxAge());
  }

  private String text() {
    return answer.toString(UTF_8);
  }

  private HttpServletRequest request(String type, String body, @Nullable Principal principal) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (_, method, _) ->
                switch (method.getName()) {
                  case "getContentType" -> type;
                  case "getInputStream" -> new Input(body.getBytes(UTF_8));
                  case "getCookies" -> shown;
                  case "isSecure" -> secure;
                  case "getAttribute" -> principal;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private HttpServletResponse response() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (_, method, arguments) -> {
              switch (method.getName()) {
                case "setStatus" -> status = (Integer) arguments[0];
                case "addCookie" -> cookies.add((Cookie) arguments[0]);
                case "resetBuffer" -> answer.reset();
                case "isCommitted" -> {
                  return false;
                }
                case "getOutputStream" -> {
                  return new Output(answer);
                }
                default -> {
                  // Headers are not looked at here.
                }
              }
              return null;
            });
  }

  private static final class Input extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    Input(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return bytes.read(into, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Output extends ServletOutputStream {
    private final ByteArrayOutputStream bytes;

    Output(ByteArrayOutputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public void write(int b) {
      bytes.write(b);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }
  }

  private final class OnlyAlice implements Identities {
    @Override
    public Optional<Principal> password(String name, char[] password) {
      return name.equals("alice") && new String(password).equals("secret")
          ? Optional.of(ALICE)
          : Optional.empty();
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
      return "session of " + principal.name();
    }

    @Override
    public void closeSession(String id) {
      closed.add(id);
    }

    @Override
    public boolean may(Principal principal, Operation operation) {
      return true;
    }

    @Override
    public boolean isClosed() {
      return false;
    }
  }
}
