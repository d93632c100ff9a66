package dev.pharos.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.client.Registry;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.PathRule;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DepartureTest {

  private static final String GET = "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";

  private final Slow slow = new Slow();
  private final CountDownLatch gone = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);

  private WebServer server;
  private Port port;

  /** Answers when it is told to, or when its client has gone. */
  private final class Slow extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient CountDownLatch goOn = new CountDownLatch(1);

    @Override
    @SuppressWarnings("unchecked")
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      var departure = (Consumer<Runnable>) request.getAttribute(Departures.ATTRIBUTE);
      departure.accept(
          () -> {
            gone.countDown();
            goOn.countDown();
          });
      begun.countDown();
      try {
        assertTrue(goOn.await(10, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      response.setContentLength(2);
      response.getOutputStream().print("ok");
    }
  }

  @BeforeEach
  void start() throws Exception {
    PathRules rules = new PathRules();
    rules.add(() -> List.of(new PathRule("/slow", Set.of(), Operation.READ)));
    server =
        new WebServer(
            slow,
            new HttpSessionListener() {},
            KnownPeople::new,
            rules,
            new WebServer.Limits(10, 30_000, 4_096, BodyLimits.of(100, 100, List.of())),
            new Registry());
    port = server.open(new Port.Settings("127.0.0.1", 0, "", ""));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Socket ask() throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number());
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(GET.getBytes(US_ASCII));
    assertTrue(begun.await(10, TimeUnit.SECONDS));
    return socket;
  }

  /** Reads an answer and leaves the connection open; its headers. */
  private static List<String> answer(BufferedReader in) throws IOException {
    List<String> lines = new java.util.ArrayList<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      lines.add(line);
    }
    assertEquals("HTTP/1.1 200 OK", lines.getFirst());
    assertEquals('o', in.read());
    assertEquals('k', in.read());
    return lines;
  }

  @Test
  void a_client_that_goes_away_is_noticed_while_its_answer_is_being_made() throws Exception {
    ask().close();

    assertTrue(gone.await(10, TimeUnit.SECONDS));
  }

  @Test
  void one_that_stays_gets_its_answer_and_the_next_over_the_same_connection() throws Exception {
    try (Socket socket = ask()) {
      // Longer than it takes to be watched.
      assertFalse(gone.await(600, TimeUnit.MILLISECONDS));
      slow.goOn.countDown();
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      answer(in);
      socket.getOutputStream().write(GET.getBytes(US_ASCII));
      answer(in);
    }
    assertEquals(1, gone.getCount());
  }

  @Test
  void a_request_sent_ahead_of_its_turn_closes_the_connection_after_the_answer() throws Exception {
    try (Socket socket = ask()) {
      assertFalse(gone.await(600, TimeUnit.MILLISECONDS));
      socket.getOutputStream().write(GET.getBytes(US_ASCII));
      assertFalse(gone.await(200, TimeUnit.MILLISECONDS));
      slow.goOn.countDown();
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));

      assertTrue(answer(in).contains("Connection: close"));
      assertEquals(-1, in.read());
    }
    assertEquals(1, gone.getCount());
  }
}
