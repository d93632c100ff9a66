package dev.pharos.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.http.server.RunningServer.Answer;
import dev.pharos.identity.api.Identities;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FrontTest {

  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new RunningServer();
    for (String path : List.of("/admin/socket", "/socket")) {
      server
          .server
          .websockets()
          .addEndpoint(ServerEndpointConfig.Builder.create(Silent.class, path).build());
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void open() {
    server.people.closed = false;
    server.identities = server.people;
  }

  /** An endpoint that says nothing. */
  public static final class Silent extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {}
  }

  private static String basic(String name, String password) {
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
  }

  private static String basic(String name) {
    return basic(name, name);
  }

  private static String bearer(String name) {
    return "Authorization: Bearer " + name;
  }

  private static String session(String name) {
    return "Cookie: theme=dark; " + Identities.SESSION_COOKIE + "=" + name;
  }

  private static String ownOrigin() {
    return "Origin: http://127.0.0.1:" + server.port.number();
  }

  @Nested
  class Who_it_is {

    @Test
    void somebody_without_a_login_is_anonymous() throws IOException {
      Answer answer = server.get("/metrics");

      assertEquals(200, answer.status());
      assertTrue(answer.body().contains("user=null principal=anonymous"), answer.text());
    }

    @Test
    void is_known_by_password_token_or_session_and_told_to_the_servlets() throws IOException {
      for (String shown : List.of(basic("viewer"), bearer("viewer"), session("viewer"))) {
        Answer answer = server.get("/metrics", shown);

        assertTrue(answer.body().contains("user=viewer principal=viewer"), answer.text());
      }
    }

    @Test
    void the_scheme_may_be_written_in_any_case() throws IOException {
      assertTrue(
          server.get("/metrics", "authorization: bEARER viewer").body().contains("user=viewer"));
    }

    @Test
    void what_does_not_fit_is_as_good_as_nothing() throws IOException {
      for (String shown :
          List.of(
              basic("viewer", "wrong"),
              bearer("nobody"),
              session("nobody"),
              "Authorization: Basic ?",
              "Authorization: Basic",
              "Authorization: Basic bm9jb2xvbg==",
              "Authorization: Digest x")) {
        assertTrue(server.get("/metrics", shown).body().contains("principal=anonymous"), shown);
        assertEquals(401, server.get("/admin/x", shown).status(), shown);
      }
    }

    @Test
    void a_password_may_have_colons_and_letters_of_all_kinds() throws IOException {
      assertEquals(200, server.get("/metrics", basic("viewer", "vie:wör")).status());
      assertTrue(server.get("/metrics", basic("admin")).body().contains("user=admin"));
    }
  }

  @Nested
  class What_they_may {

    /** Lines: method and path; columns: nobody, viewer, editor, admin. */
    private static final String OPEN =
        """
        GET  /metrics         200 200 200 200
        GET  /                200 200 200 200
        POST /query           200 200 200 200
        POST /push/x          200 200 200 200
        POST /operate/reload  200 200 200 200
        GET  /admin/x         401 403 403 200
        POST /admin/x         401 403 403 200
        POST /unknown         401 403 403 200
        PUT  /metrics         401 403 403 200
        DELETE /x/y           401 403 403 200
        GET  /system/console  401 403 403 200
        """;

    private static final String CLOSED =
        """
        GET  /metrics         401 200 200 200
        GET  /                401 200 200 200
        POST /query           401 200 200 200
        POST /push/x          401 403 200 200
        POST /operate/reload  401 403 200 200
        GET  /admin/x         401 403 403 200
        POST /admin/x         401 403 403 200
        POST /unknown         401 403 403 200
        GET  /system/console  401 403 403 200
        POST /api/pharos/v1/session 200 200 200 200
        GET  /api/pharos/v1/session 200 200 200 200
        """;

    @Test
    void an_open_platform_lets_everybody_read_ingest_and_operate() throws IOException {
      check(OPEN);
    }

    @Test
    void a_closed_platform_lets_strangers_do_nothing_but_log_in() throws IOException {
      server.people.closed = true;
      check(CLOSED);
    }

    private static void check(String table) throws IOException {
      for (String line : table.lines().toList()) {
        String[] columns = line.split(" +", -1);
        String[] callers = {"X-Nobody: 1", bearer("viewer"), bearer("editor"), bearer("admin")};
        for (int i = 0; i < callers.length; i++) {
          Answer answer = server.send(columns[0], columns[1], new byte[0], callers[i]);
          assertEquals(
              Integer.parseInt(columns[2 + i]), answer.status(), line + " as " + callers[i]);
          assertEquals(answer.status() == 200, answer.body().contains("echo path="), line);
        }
      }
    }

    @Test
    void nobody_is_served_while_nobody_can_be_identified() throws IOException {
      server.identities = null;

      for (String path : List.of("/", "/metrics", "/admin/x", "/api/pharos/v1/session")) {
        Answer answer = server.get(path, bearer("admin"));
        assertEquals(503, answer.status(), path);
        assertEquals("1", answer.header("Retry-After"));
        assertTrue(answer.body().contains("nobody can be identified at the moment"));
      }
    }

    @Test
    void a_browser_is_asked_for_a_password_and_a_page_script_is_not() throws IOException {
      assertEquals(
          "Basic realm=\"Pharos\", charset=\"UTF-8\"",
          server.get("/admin/x").header("WWW-Authenticate"));
      assertEquals(
          "Basic realm=\"Pharos\", charset=\"UTF-8\"",
          server.get("/admin/x", "Sec-Fetch-Mode: navigate").header("WWW-Authenticate"));
      assertEquals(
          "Session realm=\"Pharos\", charset=\"UTF-8\"",
          server.get("/admin/x", "Sec-Fetch-Mode: cors").header("WWW-Authenticate"));
    }

    @Test
    void a_browser_that_is_to_show_a_page_gets_one_to_log_in_with() throws IOException {
      String[] navigation = {"Sec-Fetch-Mode: navigate", "Accept: text/html,*/*;q=0.8"};

      Answer answer = server.get("/admin/x", navigation);

      assertEquals(401, answer.status());
      assertTrue(answer.header("Content-Type").startsWith("text/html"), answer.text());
      assertTrue(answer.header("WWW-Authenticate").startsWith("Session"), answer.text());
      assertTrue(answer.body().contains("fetch('/api/pharos/v1/session'"), answer.body());
      String policy = answer.header("Content-Security-Policy");
      String nonce = policy.replaceAll(".*script-src '(nonce-[^']+)'.*", "$1");
      assertTrue(answer.body().contains(nonce.replace("nonce-", "nonce=\"")), policy);
      assertFalse(
          server.get("/admin/x", navigation).header("Content-Security-Policy").contains(nonce));
    }

    @Test
    void the_login_page_knows_the_prefix_of_its_port() throws Exception {
      String[] navigation = {"Sec-Fetch-Mode: navigate", "Accept: text/html"};
      try (Port prefixed = server.server.open(new Port.Settings("127.0.0.1", 0, "", "/pharos"));
          Port other = server.server.open(new Port.Settings("127.0.0.1", 0, "/admin", ""))) {
        assertTrue(
            server
                .send(prefixed, "GET", "/pharos/admin/x", new byte[0], navigation)
                .body()
                .contains("fetch('/pharos/api/pharos/v1/session'"));
        // From there the way to log in cannot be reached.
        assertTrue(
            server
                .send(other, "GET", "/x", new byte[0], navigation)
                .header("WWW-Authenticate")
                .startsWith("Basic"));
      }
    }

    @Test
    void a_refusal_is_json_below_our_api_and_a_line_of_text_elsewhere() throws IOException {
      assertEquals(
          "{\"error\":{\"code\":\"login_needed\",\"message\":\"this needs a login\","
              + "\"where\":\"POST /api/pharos/v1/\\\"\\u00e9\",\"expected\":\"role admin\","
              + "\"fix\":\"log in, or send a name and password or a token\"}}\n",
          server.post("/api/pharos/v1/%22%C3%A9").body());
      assertEquals(
          "this needs a login; log in, or send a name and password or a token\n",
          server.post("/admin/x").body());
    }
  }

  @Nested
  class However_a_path_is_written {

    @Test
    void a_guarded_path_is_not_reached_without_a_login() throws IOException {
      for (String path :
          List.of(
              "/admin",
              "/admin/",
              "//admin/x",
              "/admin//x",
              "///admin",
              "/./admin/x",
              "/x/../admin/x",
              "/%61dmin/x",
              "/%61%64%6d%69%6e",
              "/admin;x=1/y",
              "/admin;/x",
              "/;x/admin/x",
              "/admin%2Fx",
              "/admin%2fx",
              "/%2Fadmin/x",
              "/x%2F..%2Fadmin",
              "/x/..%2Fadmin",
              "/x/..%2f..%2fadmin/x",
              "/x/%2e%2e/admin/x",
              "/x/%2e%2e%2fadmin/x",
              "/x/.%2e/admin/x",
              "/x/..;/admin/x",
              "/x/..;a=b/admin/x",
              "/%2e/admin/x",
              "/.;/admin/x",
              "/admin%3Bx/y",
              "/admin%5Cx",
              "/x%5C..%5Cadmin",
              "/admin\\x",
              "/admin%00",
              "/admin%0a",
              "/admin/%zz",
              "/admin?x=1",
              "/admin#x",
              "http://127.0.0.1/admin/x",
              "http://evil.example/x/../admin/x",
              "/%c0%afadmin",
              "/../admin/x",
              "/x/../../admin/x")) {
        Answer answer = server.post(path);
        assertTrue(answer.status() == 401 || answer.status() == 400, path + ": " + answer.text());
        assertFalse(answer.body().contains("echo path="), path);
      }
    }

    @Test
    void reading_a_guarded_path_is_guarded_as_well() throws IOException {
      for (String path :
          List.of(
              "//admin/x", "/admin//x", "/%61dmin/x", "/admin;x/y", "/admin%2Fx", "/x/../admin")) {
        assertEquals(401, server.get(path).status(), path);
      }
    }

    @Test
    void paths_of_the_originals_come_through() throws IOException {
      for (String path :
          List.of(
              "/metrics/job/a%2Fb", "/a%252Fb", "/api/v1/label/a%20b/values", "/x//y", "/a+b")) {
        assertEquals(200, server.get(path).status(), path);
      }
    }

    @Test
    void a_path_in_another_case_is_another_path() throws IOException {
      assertEquals(200, server.get("/ADMIN/x").status());
      assertEquals(401, server.post("/ADMIN/x").status());
    }
  }

  @Nested
  class A_websocket {

    private static final String[] UPGRADE = {
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };

    private static Answer open(String path, String... headers) throws IOException {
      StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
      head.append("Host: 127.0.0.1:").append(server.port.number()).append("\r\n");
      for (String header : UPGRADE) {
        head.append(header).append("\r\n");
      }
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      boolean keeps = List.of(headers).contains("Connection: close");
      head.append(keeps ? "\r\n" : "X-Test: 1\r\n\r\n");
      return server.exchange(server.port, head.toString(), new byte[0]);
    }

    @Test
    void opens_for_everybody_on_an_open_path() throws IOException {
      assertEquals(101, open("/socket").status());
    }

    @Test
    void to_a_guarded_path_is_refused_before_the_upgrade() throws IOException {
      assertEquals(401, open("/admin/socket", "Connection: close").status());
      assertEquals(401, open("//admin/socket", "Connection: close").status());
      assertEquals(401, open("/admin;x/socket", "Connection: close").status());
      assertEquals(403, open("/admin/socket", bearer("viewer"), "Connection: close").status());
      assertEquals(101, open("/admin/socket", bearer("admin")).status());
      assertEquals(101, open("/admin/socket", basic("admin")).status());
    }

    @Test
    void of_a_closed_platform_needs_a_login() throws IOException {
      server.people.closed = true;

      assertEquals(401, open("/socket", "Connection: close").status());
      assertEquals(101, open("/socket", session("viewer"), ownOrigin()).status());
    }

    @Test
    void from_a_page_of_another_site_is_refused() throws IOException {
      assertEquals(
          403, open("/socket", "Origin: http://evil.example", "Connection: close").status());
      assertEquals(
          403,
          open("/admin/socket", session("admin"), "Origin: http://127.0.0.1:1", "Connection: close")
              .status());
      assertEquals(101, open("/admin/socket", session("admin"), ownOrigin()).status());
    }
  }

  @Nested
  class A_page_of_another_site {

    private static final String OTHER = "Origin: http://evil.example";

    @Test
    void cannot_act_by_the_visitors_session_or_password() throws IOException {
      for (String shown : List.of(session("admin"), basic("admin"))) {
        assertEquals(403, server.post("/admin/x", shown, OTHER).status());
        assertEquals(403, server.post("/query", shown, OTHER).status());
        assertEquals(403, server.post("/admin/x", shown, "Origin: null").status());
        assertEquals(403, server.post("/admin/x", shown, "Sec-Fetch-Site: cross-site").status());
        assertEquals(403, server.post("/admin/x", shown, "Sec-Fetch-Site: same-site").status());
      }
    }

    @Test
    void cannot_act_where_no_login_is_needed_either() throws IOException {
      assertEquals(403, server.post("/operate/reload", OTHER).status());
      assertEquals(403, server.post("/push/x", OTHER).status());
      assertEquals(403, server.post("/api/pharos/v1/session", OTHER).status());
    }

    @Test
    void may_query_what_is_open_to_all() throws IOException {
      assertEquals(200, server.post("/query", OTHER).status());
      assertEquals(200, server.get("/metrics", OTHER).status());
    }

    @Test
    void may_act_with_a_token_of_its_own() throws IOException {
      assertEquals(200, server.post("/admin/x", bearer("admin"), OTHER).status());
    }

    @Test
    void is_told_from_our_own() throws IOException {
      assertEquals(200, server.post("/admin/x", session("admin"), ownOrigin()).status());
      assertEquals(
          200, server.post("/admin/x", session("admin"), "Sec-Fetch-Site: same-origin").status());
    }

    @Test
    void and_a_session_without_an_origin_changes_nothing() throws IOException {
      assertEquals(403, server.post("/admin/x", session("admin")).status());
      assertEquals(403, server.post("/operate/x", session("admin")).status());
      assertEquals(200, server.post("/query", session("admin")).status());
      assertEquals(200, server.get("/admin/x", session("admin")).status());
    }

    @Test
    void while_programs_need_not_say_where_they_come_from() throws IOException {
      assertEquals(200, server.post("/admin/x", basic("admin")).status());
      assertEquals(200, server.post("/push/x").status());
    }

    @Test
    void the_default_port_may_be_left_out() throws IOException {
      String request =
          "POST /admin/x HTTP/1.1\r\nHost: pharos.example\r\nConnection: close\r\n"
              + session("admin")
              + "\r\nContent-Length: 0\r\n";
      assertEquals(200, exchange(request + "Origin: https://PHAROS.example\r\n\r\n").status());
      assertEquals(200, exchange(request + "Origin: https://pharos.example:443\r\n\r\n").status());
      assertEquals(403, exchange(request + "Origin: https://pharos.example:444\r\n\r\n").status());
    }

    private static Answer exchange(String request) throws IOException {
      return server.exchange(server.port, request, new byte[0]);
    }
  }

  @Nested
  class What_browsers_are_told {

    @Test
    void every_answer_carries_the_security_headers() throws IOException {
      for (String path : List.of("/metrics", "/metrics/reset", "/x", "/admin/x", "/x/%00")) {
        Answer answer = server.get(path);
        if (answer.status() != 400) {
          assertEquals("nosniff", answer.header("X-Content-Type-Options"), path);
          assertEquals("same-origin", answer.header("Referrer-Policy"), path);
          assertTrue(
              answer.header("Content-Security-Policy").contains("frame-ancestors 'self'"), path);
        }
      }
    }

    @Test
    void data_may_run_nothing() throws IOException {
      assertEquals(
          "default-src 'none'; frame-ancestors 'self'",
          server.get("/metrics").header("Content-Security-Policy"));
    }

    @Test
    void nothing_is_said_about_the_software() throws IOException {
      String answer = server.get("/admin/%zz").text() + server.get("/metrics").text();

      assertFalse(answer.contains("etty"), answer);
    }
  }

  @Test
  void long_answers_are_packed_for_those_who_can_unpack_them() throws IOException {
    assertEquals("gzip", server.get("/x/long", "Accept-Encoding: gzip").header("Content-Encoding"));
    assertEquals("", server.get("/x/long").header("Content-Encoding"));
  }

  @Test
  void a_packed_body_reaches_the_application_as_it_is() throws IOException {
    Answer answer = server.send("POST", "/push/x", new byte[100], "Content-Encoding: gzip");

    assertTrue(answer.body().contains("bytes=100 "), answer.text());
  }
}
