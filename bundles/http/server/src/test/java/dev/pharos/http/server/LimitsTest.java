package dev.pharos.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.http.server.RunningServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LimitsTest {

  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new RunningServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static byte[] chunked(int bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int left = bytes; left > 0; ) {
      int size = Math.min(left, 1000);
      out.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(UTF_8));
      out.writeBytes(new byte[size]);
      out.writeBytes("\r\n".getBytes(UTF_8));
      left -= size;
    }
    out.writeBytes("0\r\n\r\n".getBytes(UTF_8));
    return out.toByteArray();
  }

  @Test
  void a_body_as_long_as_the_limit_is_taken() throws IOException {
    Answer sized = server.send("POST", "/push/x", new byte[RunningServer.MAX_BODY]);
    Answer chunked =
        server.send(
            "POST", "/push/x", chunked(RunningServer.MAX_BODY), "Transfer-Encoding: chunked");

    assertTrue(sized.body().contains("bytes=10000 "), sized.text());
    assertTrue(chunked.body().contains("bytes=10000 "), chunked.text());
  }

  @Test
  void one_byte_more_is_refused_with_the_limit_in_the_message() throws IOException {
    Answer answer = server.send("POST", "/push/x", new byte[RunningServer.MAX_BODY + 1]);

    assertEquals(413, answer.status());
    assertEquals(
        "the body of this request is longer than 10000 bytes; send less at a time, "
            + "or raise max.body.bytes of dev.pharos.http.server\n",
        answer.body());
  }

  @Test
  void one_byte_more_in_chunks_is_refused_as_well_whatever_the_application_makes_of_it()
      throws IOException {
    for (String path : List.of("/push/x", "/push/whiteboard")) {
      Answer answer =
          server.send(
              "POST", path, chunked(RunningServer.MAX_BODY + 1), "Transfer-Encoding: chunked");

      assertEquals(413, answer.status());
      assertTrue(answer.body().contains("longer than 10000 bytes"), answer.text());
    }
  }

  @Test
  void only_administrators_upload_more_and_only_where_uploads_go() throws IOException {
    byte[] upload = new byte[RunningServer.MAX_UPLOAD];
    String admin = "Authorization: Bearer admin";

    assertEquals(200, server.send("POST", "/upload/x", upload, admin).status());
    assertEquals(413, server.send("POST", "/admin/x", upload, admin).status());
    assertEquals(
        403, server.send("POST", "/upload/x", upload, "Authorization: Bearer editor").status());
    assertEquals(
        413,
        server.send("POST", "/upload/x", new byte[RunningServer.MAX_UPLOAD + 1], admin).status());
  }

  @Test
  void headers_beyond_the_limit_are_refused() throws IOException {
    assertEquals(200, server.get("/metrics", "X-Long: " + "x".repeat(3_000)).status());
    assertEquals(431, server.get("/metrics", "X-Long: " + "x".repeat(5_000)).status());
  }

  @Test
  void a_connection_beyond_the_limit_waits_until_another_closes() throws Exception {
    String request = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
    try (Port port = server.open("")) {
      List<Socket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i <= RunningServer.MAX_CONNECTIONS; i++) {
          Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number());
          sockets.add(socket);
          socket.getOutputStream().write(request.getBytes(UTF_8));
          if (i < RunningServer.MAX_CONNECTIONS) {
            socket.setSoTimeout(10_000);
            assertEquals('H', socket.getInputStream().read());
          }
        }
        Socket waiting = sockets.getLast();
        waiting.setSoTimeout(300);
        assertThrows(SocketTimeoutException.class, () -> waiting.getInputStream().read());

        sockets.getFirst().close();

        waiting.setSoTimeout(10_000);
        assertEquals('H', waiting.getInputStream().read());
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    }
  }

  @Test
  void slow_requests_on_all_connections_but_one_keep_nobody_waiting() throws Exception {
    int slow = RunningServer.MAX_CONNECTIONS - 1;
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < slow; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port.number());
        sockets.add(socket);
        socket
            .getOutputStream()
            .write(
                "POST /push/slow HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n".getBytes(UTF_8));
      }
      assertTrue(RunningServer.SLOW.tryAcquire(slow, 30, TimeUnit.SECONDS));

      assertEquals(200, server.get("/metrics").status());
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
