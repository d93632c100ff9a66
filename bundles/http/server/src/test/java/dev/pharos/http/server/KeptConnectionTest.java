package dev.pharos.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests that follow each other over one connection, close together and far apart. */
class KeptConnectionTest {

  private static final int CLIENTS = 8;
  private static final int REQUESTS = 150;

  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new RunningServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A client that decides what goes out in which piece. */
  private static final class Client implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    private Client(Port port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port.number());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(10_000);
      in = new BufferedInputStream(socket.getInputStream());
    }

    void send(String bytes) throws IOException {
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    }

    /** The body of the next answer. */
    String answer() throws IOException {
      String head = line();
      assertTrue(head.startsWith("HTTP/1.1 200 "), head);
      int length = 0;
      for (String header = line(); !header.isEmpty(); header = line()) {
        if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
          length = Integer.parseInt(header.substring(15).trim());
        }
      }
      return new String(in.readNBytes(length), ISO_8859_1);
    }

    private String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException("closed after " + line);
        }
        line.write(c);
      }
      return line.toString(ISO_8859_1).trim();
    }

    /** Waits until the server has been quiet for longer than it is patient. */
    void rest() throws IOException {
      socket.setSoTimeout(100);
      assertThrows(SocketTimeoutException.class, in::read);
      socket.setSoTimeout(10_000);
    }

    boolean isClosedByServer() throws IOException {
      return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static String head(String path, int length) {
    return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n";
  }

  @Test
  void a_body_that_comes_later_is_read_in_the_first_request_and_in_those_that_follow()
      throws Exception {
    try (Client client = new Client(server.port)) {
      for (int i = 1; i <= 3; i++) {
        client.send(head("/push/slow", 4));
        assertTrue(RunningServer.SLOW.tryAcquire(10, TimeUnit.SECONDS), "request " + i);
        client.send("ab");
        client.send("cd");
        assertTrue(client.answer().contains("bytes=4 "));
      }
    }
  }

  @Test
  void a_request_whose_head_comes_with_the_one_before_waits_for_its_body() throws Exception {
    try (Client client = new Client(server.port)) {
      for (int i = 1; i <= 3; i++) {
        client.send(head("/push/x", 2) + "ab" + head("/push/slow", 3));
        assertTrue(client.answer().contains("bytes=2 "));
        assertTrue(RunningServer.SLOW.tryAcquire(10, TimeUnit.SECONDS), "round " + i);
        client.send("cde");
        assertTrue(client.answer().contains("bytes=3 "));
      }
    }
  }

  @Test
  void a_client_that_takes_its_time_is_answered_as_well() throws Exception {
    try (Client client = new Client(server.port)) {
      for (int i = 0; i < 3; i++) {
        client.send(head("/push/x", 1) + "a");
        assertTrue(client.answer().contains("bytes=1 "));
        client.rest();
        String head = head("/push/x", 1);
        client.send(head.substring(0, 20));
        client.rest();
        client.send(head.substring(20) + "a");
        assertTrue(client.answer().contains("bytes=1 "));
      }
    }
  }

  @Test
  void a_port_that_closes_ends_the_connections_that_it_keeps() throws Exception {
    Port port = server.open("");
    try (Client fresh = new Client(port);
        Client rested = new Client(port)) {
      rested.send(head("/push/x", 1) + "a");
      rested.answer();
      rested.rest();
      fresh.send(head("/push/x", 1) + "a");
      fresh.answer();

      port.close();

      assertTrue(fresh.isClosedByServer());
      assertTrue(rested.isClosedByServer());
    }
  }

  @Test
  void every_request_of_many_clients_is_answered_however_it_is_cut_in_pieces() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(271 + i);
        clients.add(threads.submit(() -> converse(random)));
      }
      for (Future<Integer> client : clients) {
        assertEquals(REQUESTS, client.get(60, TimeUnit.SECONDS));
      }
    }
  }

  /** Sends requests one or several at a time, in pieces; answers how many were answered. */
  private static int converse(Random random) throws IOException {
    int answered = 0;
    try (Client client = new Client(server.port)) {
      while (answered < REQUESTS) {
        StringBuilder requests = new StringBuilder();
        List<Integer> lengths = new ArrayList<>();
        int most = Math.min(1 + random.nextInt(3), REQUESTS - answered);
        for (int i = 0; i < most; i++) {
          int length = random.nextInt(random.nextBoolean() ? 10 : RunningServer.MAX_BODY);
          requests.append(head("/push/x", length)).append("a".repeat(length));
          lengths.add(length);
        }
        for (int from = 0; from < requests.length(); ) {
          int to = Math.min(requests.length(), from + 1 + random.nextInt(6_000));
          client.send(requests.substring(from, to));
          from = to;
        }
        for (int length : lengths) {
          String answer = client.answer();
          assertTrue(answer.contains("bytes=" + length + " "), answer);
          answered++;
        }
      }
    }
    return answered;
  }
}
