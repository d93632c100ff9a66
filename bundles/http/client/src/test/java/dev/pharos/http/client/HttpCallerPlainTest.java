package dev.pharos.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls without encryption from virtual threads, answered byte by byte as a test says. */
class HttpCallerPlainTest {

  private static final String CLOSE = "";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final HttpCaller caller = new HttpCaller(HttpSettings.DEFAULT, "Tester/1");
  private ServerSocket server;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  @AfterEach
  void stop() throws IOException {
    caller.close();
    server.close();
    threads.shutdownNow();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        threads.execute(() -> serve(socket));
      } catch (IOException testIsOver) {
        return;
      }
    }
  }

  /** Gives one answer after the other, and closes where one says so. */
  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      boolean open = true;
      while (open && readRequest(in)) {
        String answer = answers.take();
        socket.getOutputStream().write(answer.getBytes(UTF_8));
        open = !answer.equals(CLOSE) && !CLOSE.equals(answers.peek());
      }
      answers.remove(CLOSE);
    } catch (IOException | InterruptedException testIsOver) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean readRequest(BufferedReader in) throws IOException {
    StringBuilder head = new StringBuilder();
    String line;
    while ((line = in.readLine()) != null && !line.isEmpty()) {
      head.append(line).append('\n');
    }
    if (line != null) {
      requests.add(head.toString());
    }
    return line != null;
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
  }

  /** What came, as status, a header and the body. */
  private String call(String path) throws Exception {
    return call(path, Duration.ofSeconds(20));
  }

  private String call(String path, Duration timeout) throws Exception {
    try {
      return threads
          .submit(
              () -> {
                HttpCall call = HttpCall.get(uri(path), Map.of("X-Told", "yes"), timeout);
                try (HttpReply reply = caller.send(call)) {
                  String body = new String(reply.body().readAllBytes(), UTF_8);
                  return reply.status() + "|" + reply.header("x-a") + "|" + body;
                }
              })
          .get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Test
  void the_request_says_what_it_has_to() throws Exception {
    answers.add("HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 2\r\n\r\nhi");

    assertEquals("200|b|hi", call("/a%20b?c=d&e=f"));
    String request = requests.getFirst();
    assertTrue(request.startsWith("GET /a%20b?c=d&e=f HTTP/1.1\n"), request);
    assertTrue(request.contains("Host: 127.0.0.1:" + server.getLocalPort() + "\n"), request);
    assertTrue(request.contains("User-Agent: Tester/1\n"), request);
    assertTrue(request.contains("X-Told: yes\n"), request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200\r\ncontent-length:2\r\n\r\nhi",
        "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n1;x=y\r\ni\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nTrailer: x\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi",
      })
  void a_connection_is_used_again_after_an_answer_whose_end_is_known(String answer)
      throws Exception {
    for (int i = 0; i < 3; i++) {
      answers.add(answer);
      assertEquals("200||hi", call("/"));
    }

    assertEquals(1, connections.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\nhi",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi",
      })
  void a_connection_that_ends_with_the_answer_is_replaced(String answer) throws Exception {
    for (int i = 0; i < 2; i++) {
      answers.addAll(List.of(answer, CLOSE));
      assertEquals("200||hi", call("/"));
    }

    assertEquals(2, connections.get());
  }

  @Test
  void a_connection_that_was_closed_while_idle_is_replaced() throws Exception {
    answers.add("HTTP/1.1 204 No Content\r\n\r\n");
    assertEquals("204||", call("/"));
    answers.addAll(List.of(CLOSE, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));

    assertEquals("200||hi", call("/"));
    assertEquals(2, connections.get());
  }

  @Test
  void a_large_body_comes_whole() throws Exception {
    String body = "0123456789".repeat(20_000);
    answers.add("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);

    assertEquals("200||" + body, call("/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ICY 200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nhi\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n",
      })
  void an_answer_that_is_broken_or_cut_off_fails(String answer) {
    answers.addAll(List.of(answer, CLOSE));

    assertThrows(IOException.class, () -> call("/"));
  }

  @Test
  void a_head_without_end_fails() {
    answers.add("HTTP/1.1 200 OK\r\nX: " + "x".repeat(300_000));

    assertThrows(IOException.class, () -> call("/"));
  }

  @Test
  void no_answer_in_time_is_a_timeout() {
    assertThrows(HttpTimeoutException.class, () -> call("/", Duration.ofMillis(200)));
  }

  @Test
  void a_body_that_stops_is_a_timeout() {
    answers.add("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi");

    assertThrows(HttpTimeoutException.class, () -> call("/", Duration.ofMillis(300)));
  }

  @Test
  void a_call_ends_when_it_is_interrupted() throws Exception {
    List<Exception> failures = new ArrayList<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    caller.send(HttpCall.get(uri("/"), Map.of(), Duration.ofSeconds(60)));
                  } catch (IOException | InterruptedException e) {
                    failures.add(e);
                  }
                });
    while (requests.isEmpty()) {
      Thread.onSpinWait();
    }
    thread.interrupt();

    assertTrue(thread.join(Duration.ofSeconds(10)));
    assertInstanceOf(InterruptedException.class, failures.getFirst());
  }

  @Test
  void a_redirect_is_followed() throws Exception {
    String there = "HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n";
    answers.addAll(List.of(there, there, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));

    assertEquals("200||hi", call("/here"));
    assertTrue(requests.getLast().startsWith("GET /there "), requests.getLast());
  }
}
