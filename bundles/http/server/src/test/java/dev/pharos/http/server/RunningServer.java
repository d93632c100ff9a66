package dev.pharos.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pharos.client.Registry;
import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.PathRule;
import dev.pharos.identity.api.Principal;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A server with real ports, and a client that sends exactly the bytes it is given. */
final class RunningServer implements AutoCloseable {

  static final int MAX_BODY = 10_000;
  static final int MAX_UPLOAD = 50_000;
  static final int MAX_HEADER = 4_096;
  static final int MAX_CONNECTIONS = 20;

  /** One more for each request to {@code …/slow} whose body is being read. */
  static final Semaphore SLOW = new Semaphore(0);

  final KnownPeople people = new KnownPeople();
  volatile @Nullable Identities identities = people;
  final PathRules rules = new PathRules();
  final Registry registry = new Registry();
  final WebServer server;
  final Port port;

  RunningServer() throws Exception {
    rules.add(
        () ->
            List.of(
                new PathRule("/", Set.of(), Operation.READ),
                new PathRule("/query", Set.of(), Operation.READ),
                new PathRule("/push/*", Set.of(), Operation.INGEST),
                new PathRule("/operate/*", Set.of(), Operation.OPERATE),
                new PathRule("/admin/*", Set.of(), Operation.CHANGE),
                new PathRule("/upload/*", Set.of(), Operation.CHANGE)));
    BodyLimits body = BodyLimits.of(MAX_BODY, MAX_UPLOAD, List.of("/upload/*"));
    server =
        new WebServer(
            new Echo(),
            new NoListener(),
            () -> identities,
            rules,
            new WebServer.Limits(MAX_CONNECTIONS, 30_000, MAX_HEADER, body),
            registry);
    port = open("");
  }

  Port open(String prefix) throws Exception {
    return server.open(new Port.Settings("127.0.0.1", 0, prefix, ""));
  }

  @Override
  public void close() {
    port.close();
    server.close();
  }

  /** An answer: status and everything that came. */
  record Answer(int status, String text) {

    String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }

    String header(String name) {
      for (String line : text.substring(0, text.indexOf("\r\n\r\n")).split("\r\n", -1)) {
        if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
          return line.substring(name.length() + 1).trim();
        }
      }
      return "";
    }
  }

  Answer get(String path, String... headers) throws IOException {
    return send("GET", path, new byte[0], headers);
  }

  Answer post(String path, String... headers) throws IOException {
    return send("POST", path, new byte[0], headers);
  }

  Answer send(String method, String path, byte[] body, String... headers) throws IOException {
    return send(port, method, path, body, headers);
  }

  Answer send(Port to, String method, String path, byte[] body, String... headers)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    head.append("Host: 127.0.0.1:").append(to.number()).append("\r\nConnection: close\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    if (!List.of(headers).contains("Transfer-Encoding: chunked") && !method.equals("GET")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    return exchange(to, head.append("\r\n").toString(), body);
  }

  Answer exchange(Port to, String head, byte[] body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.number())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(head.getBytes(UTF_8));
      try {
        socket.getOutputStream().write(body);
      } catch (IOException refusedEarly) {
        // The answer is there to read all the same.
        return read(socket.getInputStream());
      }
      return read(socket.getInputStream());
    }
  }

  /** Reads until the server closes, or has upgraded. */
  static Answer read(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[8192];
    try {
      while (true) {
        int n = in.read(buffer);
        if (n < 0) {
          break;
        }
        text.append(new String(buffer, 0, n, ISO_8859_1));
        if (text.indexOf("HTTP/1.1 101") == 0 && text.indexOf("\r\n\r\n") > 0) {
          break;
        }
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException reset) {
      if (text.isEmpty()) {
        throw reset;
      }
    }
    String all = text.toString();
    if (all.length() < 12) {
      throw new IOException("no answer: \"" + all + "\"");
    }
    return new Answer(Integer.parseInt(all.substring(9, 12)), all);
  }

  /** Says what it saw; some paths do something else first. */
  static final class Echo extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String path = request.getPathInfo();
      if (path.endsWith("/redirect")) {
        response.sendRedirect(request.getParameter("to"));
        return;
      }
      if (path.endsWith("/reset")) {
        response.reset();
      }
      if (path.endsWith("/slow")) {
        SLOW.release();
      }
      int bytes;
      try {
        bytes = request.getInputStream().readAllBytes().length;
      } catch (IOException | RuntimeException e) {
        if (path.endsWith("/whiteboard")) {
          // As its dispatcher does with whatever a servlet throws.
          response.sendError(500);
          return;
        }
        throw e;
      }
      response.setContentType("text/plain");
      Object principal = request.getAttribute(Identities.PRINCIPAL_ATTRIBUTE);
      response
          .getWriter()
          .println(
              "echo path="
                  + path
                  + " uri="
                  + request.getRequestURI()
                  + " user="
                  + request.getRemoteUser()
                  + " principal="
                  + (principal instanceof Principal who ? who.name() : "none")
                  + " bytes="
                  + bytes
                  + " in all");
      if (path.endsWith("/long")) {
        response.getWriter().println("0123456789".repeat(1_000));
      }
    }
  }

  private static final class NoListener implements HttpSessionListener {
    @Override
    public void sessionCreated(HttpSessionEvent event) {}
  }
}
