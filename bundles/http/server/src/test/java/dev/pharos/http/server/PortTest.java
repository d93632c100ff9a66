package dev.pharos.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.http.server.RunningServer.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PortTest {

  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new RunningServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void any_free_port_is_found_and_told() {
    assertTrue(server.port.number() > 0);
    assertEquals("http://127.0.0.1:" + server.port.number() + "/", server.port.url());
  }

  @Test
  void the_root_of_a_port_stands_for_its_prefix() throws Exception {
    try (Port port = server.open("/alertmanager")) {
      Answer answer = server.send(port, "GET", "/api/v2/status?x=a%20b", new byte[0]);

      assertTrue(
          answer
              .body()
              .contains("path=/alertmanager/api/v2/status uri=/alertmanager/api/v2/status"),
          answer.text());
    }
  }

  @Test
  void redirects_stay_inside_the_prefix() throws Exception {
    try (Port port = server.open("/alertmanager")) {
      assertEquals("/there?a=b", location(port, "/alertmanager/there?a=b"));
      assertEquals("/", location(port, "/alertmanager"));
      assertEquals("/alertmanagers/x", location(port, "/alertmanagers/x"));
      assertEquals(
          "https://example.org/alertmanager/x",
          location(port, "https://example.org/alertmanager/x"));
    }
    assertEquals("/alertmanager/there", location(server.port, "/alertmanager/there"));
  }

  @Test
  void a_port_behind_a_proxy_serves_everything_below_its_route_prefix() throws Exception {
    var settings = new Port.Settings("127.0.0.1", 0, "", "/prometheus");
    try (Port port = server.server.open(settings)) {
      Answer answer = server.send(port, "GET", "/prometheus/api/x", new byte[0]);
      assertTrue(answer.body().contains("path=/api/x "), answer.text());
      assertEquals(401, server.send(port, "GET", "/prometheus/admin", new byte[0]).status());

      for (String path : List.of("/", "/prometheus")) {
        Answer shown = server.send(port, "GET", path, new byte[0]);
        assertEquals(302, shown.status(), path);
        assertEquals("/prometheus/", shown.header("Location"), path);
      }
      for (String path : List.of("/api/x", "/admin", "/prometheusx/admin")) {
        assertEquals(404, server.send(port, "GET", path, new byte[0]).status(), path);
      }
      for (String path :
          List.of("/prometheus/../admin", "/prometheus/%2e%2e/admin", "/prometheus//admin")) {
        Answer refused = server.send(port, "GET", path, new byte[0]);
        assertTrue(refused.status() >= 400, path + ": " + refused.text());
      }
      assertEquals(
          "/prometheus/there",
          server
              .send(port, "GET", "/prometheus/redirect?to=/there", new byte[0])
              .header("Location"));
      assertEquals("http://127.0.0.1:" + port.number() + "/prometheus/", port.url());
    }
  }

  private static String location(Port port, String target) throws IOException {
    String encoded = target.replace("?", "%3F").replace("=", "%3D");
    return server.send(port, "GET", "/redirect?to=" + encoded, new byte[0]).header("Location");
  }

  @Test
  void no_path_leaves_the_prefix() throws Exception {
    try (Port port = server.open("/alertmanager")) {
      for (String path :
          List.of(
              "/../admin/x",
              "/x/../../admin/x",
              "/%2e%2e/admin/x",
              "/..;/admin/x",
              "/..%2fadmin/x",
              "/x%2f..%2f..%2fadmin")) {
        Answer answer = server.send(port, "POST", path, new byte[0]);
        assertTrue(answer.status() >= 400, path + ": " + answer.text());
        assertFalse(answer.body().contains("echo path=/admin"), path);
      }
    }
  }

  @Test
  void a_port_that_is_closed_answers_no_more_while_the_others_do() throws Exception {
    Port port = server.open("");
    int number = port.number();
    assertEquals(200, server.send(port, "GET", "/metrics", new byte[0]).status());

    port.close();

    assertThrows(
        ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), number).close());
    assertEquals(200, server.get("/metrics").status());
  }

  @Test
  void a_taken_port_is_told_with_the_way_out_and_the_others_serve_on() throws Exception {
    var settings = new Port.Settings("127.0.0.1", server.port.number(), "", "");

    var e = assertThrows(IOException.class, () -> server.server.open(settings));

    assertEquals(
        "cannot listen on 127.0.0.1:"
            + server.port.number()
            + ": Address already in use; stop the program that uses it or choose another port",
        e.getMessage());
    assertEquals(200, server.get("/metrics").status());
  }

  @Test
  void only_loopback_addresses_are_private() throws Exception {
    for (String host : List.of("127.0.0.1", "localhost")) {
      try (Port port = server.server.open(new Port.Settings(host, 0, "", ""))) {
        assertTrue(port.isLoopback(), host);
      }
    }
    for (String host : List.of("", "0.0.0.0")) {
      try (Port port = server.server.open(new Port.Settings(host, 0, "", ""))) {
        assertFalse(port.isLoopback(), host);
        assertEquals("http://127.0.0.1:" + port.number() + "/", port.url());
      }
    }
  }

  @Test
  void settings_that_make_no_sense_are_refused() {
    for (String prefix : List.of("x", "/", "/x/", "//x", "/x/../y", "/a b", "/system/console")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new Port.Settings("127.0.0.1", 0, prefix, ""),
          prefix);
    }
    assertThrows(
        IllegalArgumentException.class, () -> new Port.Settings("127.0.0.1", 65_536, "", ""));
    assertThrows(IllegalArgumentException.class, () -> new Port.Settings("127.0.0.1", -1, "", ""));
  }
}
